"""The page where a customer finishes what waits for them, such as a payment to be confirmed."""
