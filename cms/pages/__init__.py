"""Pages of a portal: the page itself, where they are, who may see them, the menu of them."""
