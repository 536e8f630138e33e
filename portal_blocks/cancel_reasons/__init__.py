"""Why somebody wants to cancel, asked before anything is offered."""
