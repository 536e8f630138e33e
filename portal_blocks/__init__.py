"""What can stand on a page: one folder a block."""
