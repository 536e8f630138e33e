"""Counts down to a moment."""
