"""What customers agree to before they pay, for several blocks."""
