"""How it looks: the engine, and one folder a theme."""
