"""A web page, or what was saved as one, becomes a Document."""
