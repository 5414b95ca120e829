"""Each entry gets its field and place, and its doubts."""
