"""How a merchant chooses who sees a page or a block."""
