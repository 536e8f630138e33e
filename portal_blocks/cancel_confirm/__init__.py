"""The last page of a cancel flow, with the button that cancels."""
