"""Greets whoever looks."""
