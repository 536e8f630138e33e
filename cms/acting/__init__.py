"""The way of an action: from the press of a button back to the page that says what came of it."""
