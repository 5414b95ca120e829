"""The command, in Vietnamese throughout."""
