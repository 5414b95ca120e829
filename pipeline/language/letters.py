"""Letters by case, as classes of a pattern: a range such as "à-ỹ" holds both cases."""

from __future__ import annotations

_LAST = 0x1EFA  # behind the last letter of Vietnamese

CAPITALS = "".join(letter for letter in map(chr, range(_LAST)) if letter.isupper())
"""To stand between the brackets of a pattern that does not ignore case."""
