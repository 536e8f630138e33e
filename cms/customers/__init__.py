"""Customers in the editor: who they are, and what happened to their money and access."""
