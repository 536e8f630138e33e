"""What customers and staff may have done to a subscription, one command a file."""
