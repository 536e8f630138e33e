"""Entering a card and paying: what several blocks share."""
