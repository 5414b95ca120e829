"""The whole work, from what was dropped to the papers."""
