"""Cancel flows on their pages: what is kept as proof, and the report of it."""
