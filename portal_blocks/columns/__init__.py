"""Two columns."""
