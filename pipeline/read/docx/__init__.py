"""A Word file becomes a Document."""
