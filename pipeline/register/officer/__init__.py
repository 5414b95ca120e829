"""What an officer decided: read back from the workbooks, kept, and put on what was read."""
