"""Parcels: on the way, coming next, arrived."""
