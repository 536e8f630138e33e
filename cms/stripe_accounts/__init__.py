"""Stripe accounts of shops in the editor: connected, checked, rolled and removed."""
