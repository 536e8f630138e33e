"""The gallery in the editor: every block in every state a customer can meet."""
