"""The inbox of Stripe's events in the editor: what came, what went wrong, and trying again."""
