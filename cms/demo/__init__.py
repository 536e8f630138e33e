"""A working shop with two portals, on a local Stripe, for looking at and trying out."""
