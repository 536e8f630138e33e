"""URLs by realm: what a host serves is decided by its name (`portals.middleware`)."""
