"""Words on the terminal: what a file's name or text orders it to do is shown, not done."""

from __future__ import annotations

import sys

_PICTURES = 0x2400  # Unicode's pictures of the 32 first control characters
_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_UNSEEN = (*range(0x7F, 0xA0), 0x2028, 0x2029, *_BIDI)
_SHOWN = {
    **{code: _PICTURES + code for code in range(0x20) if chr(code) not in "\n\t"},
    **dict.fromkeys(_UNSEEN, 0xFFFD),
}


def show_plain(text: str) -> str:
    """Return the text with what would steer a terminal, or turn its letters round, made visible."""
    return text.translate(_SHOWN)


def say(text: str, *, error: bool = False) -> None:
    """Print a line, on the standard output or that for errors."""
    (sys.stderr if error else sys.stdout).write(show_plain(text) + "\n")
