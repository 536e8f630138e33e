"""Pages in the editor as others see them: invented people, real customers, another day."""
