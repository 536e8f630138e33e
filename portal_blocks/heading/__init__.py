"""A heading."""
