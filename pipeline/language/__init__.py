"""Vietnamese writing: keys, syllables, charsets, and the words that papers are known by."""
