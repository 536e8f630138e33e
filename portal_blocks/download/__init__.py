"""A document to download."""
