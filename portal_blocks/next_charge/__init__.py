"""What is charged next, over all subscriptions."""
