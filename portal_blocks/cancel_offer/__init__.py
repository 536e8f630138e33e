"""Something in place of cancelling."""
