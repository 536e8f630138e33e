"""The demo's page in the editor: who signs in where, and a clock to move time with."""
