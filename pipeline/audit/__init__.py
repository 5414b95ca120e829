"""Holds what was read against what the file shows, past the ways in which it was read."""
