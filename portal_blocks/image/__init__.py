"""A picture."""
