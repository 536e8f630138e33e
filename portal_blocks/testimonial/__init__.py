"""What a customer says, in their words."""
