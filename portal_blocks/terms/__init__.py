"""The terms on which a customer may do something: the merchant's settings, and what they say."""
