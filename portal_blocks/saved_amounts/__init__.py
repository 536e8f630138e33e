"""What a customer has saved."""
