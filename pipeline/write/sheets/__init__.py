"""Tables of papers as data: what stands in them, not how they look."""
