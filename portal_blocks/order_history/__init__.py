"""What a customer bought."""
