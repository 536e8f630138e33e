"""Named rules in the editor."""
