"""What the columns of a table hold: told by headings and cells together, for the whole table."""
