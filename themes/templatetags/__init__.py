"""Template tags of all themes."""
