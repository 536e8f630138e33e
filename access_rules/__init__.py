"""May they see it, and why: one engine, asked at every door. Start with README.md."""
