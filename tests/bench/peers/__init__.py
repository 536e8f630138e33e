"""What the product is held against: the same done by hand, and by Wagtail alone."""
