"""A card for each club that the customer is a member of."""
