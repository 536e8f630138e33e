"""A film, played here or elsewhere."""
