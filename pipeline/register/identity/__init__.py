"""Which entries are one model: over the papers of a year, and from year to year."""
