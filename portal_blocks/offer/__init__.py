"""Something a customer can buy, once or as a subscription."""
