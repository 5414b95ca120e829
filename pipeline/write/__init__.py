"""Frames become papers."""
