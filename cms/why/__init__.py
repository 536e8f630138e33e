"""Why somebody sees a page and its blocks, or not: for staff, in the editor and in the shell."""
