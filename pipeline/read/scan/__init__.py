"""Pages that are pictures become blocks like any others, every cell with its confidence."""
