"""Nobody who has just paid is told that they have not: we look again before turning them away."""
