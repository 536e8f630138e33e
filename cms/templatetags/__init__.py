"""Tags of the editor's own templates."""
