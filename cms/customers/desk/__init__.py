"""Acting for a customer: staff press the customer's own buttons, under their own name."""
