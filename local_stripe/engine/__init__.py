"""What happens to money and subscriptions, apart from how it is asked for."""
