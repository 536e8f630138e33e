"""The cards a customer pays with."""
