"""What failed, why, what happens next, and one way out."""
