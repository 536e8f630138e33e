"""Who sees what, as a table; and what is wrong with it, as findings that say how to mend them."""
