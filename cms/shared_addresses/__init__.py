"""Addresses that several customers have: staff say in the editor whose orders they name."""
