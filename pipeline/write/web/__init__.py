"""Papers that open in a browser."""
