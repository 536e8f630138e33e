"""What they bought: orders, subscriptions, cards; the mirror of Stripe and what acts on it."""
