"""What a customer agrees to, a copy of their data, and having it erased."""
