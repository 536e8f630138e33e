"""Ways to other pages."""
