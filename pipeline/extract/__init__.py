"""A Document becomes facts and rows."""
