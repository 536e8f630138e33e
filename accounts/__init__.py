"""Who is asking: customers and their accounts, sign-in, sessions; staff accounts."""
