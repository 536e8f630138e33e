"""The door for other systems: orders and shipments, signed, in batches, as often as they like."""
