"""A PDF with text becomes a Document."""
