"""A customer's subscriptions, and what they may do with them."""
