"""What a customer still has to pay."""
