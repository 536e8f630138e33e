"""The keys that other systems sign orders with, in the editor."""
