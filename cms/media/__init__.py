"""Pictures and documents, each with a rule who may see it."""
