"""A shop's own Stripe account: given, kept registered, and taken away again."""
