"""Letters in the colour of what is behind them: nobody sees them."""

from __future__ import annotations

import re

UNKNOWN = "?"
"""A background that is not known: letters on it count as seen."""

WHITE = "FFFFFF"
_NEAR = 8  # of 255: no eye tells such colours apart
_HEX = re.compile(r"[0-9A-Fa-f]{6}")


def is_hex(value: str) -> bool:
    """Return whether a colour is said in six hexadecimal figures."""
    return bool(_HEX.fullmatch(value))


def is_unseen(colour: str | None, behind: str) -> bool:
    """Tell letters of the colour of what is behind them.

    Args:
        colour: of the letters, in six hexadecimal figures; none where a program chooses it.
        behind: likewise, "" for white paper, or ``UNKNOWN``.
    """
    behind = behind or WHITE
    if not colour or behind == UNKNOWN:
        return False
    pairs = ((int(colour[i : i + 2], 16), int(behind[i : i + 2], 16)) for i in (0, 2, 4))
    return all(abs(one - other) <= _NEAR for one, other in pairs)
