"""How dates are written, by language: as on the portals, the day first."""
