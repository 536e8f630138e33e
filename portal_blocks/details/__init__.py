"""A customer's name, phone and addresses, as they stand and to be changed."""
