"""Which portal: its kind, clubs, policies and settings, and the shop behind it."""
