"""E-mails to customers about their money: what they say, how they look, sending, the editor's."""
