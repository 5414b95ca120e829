"""What the glyphs of symbol fonts look like: bullets, boxes, ticks and arrows as Unicode.

The codes are those of the fonts themselves (Microsoft Wingdings, Wingdings 2 and Webdings,
Adobe Symbol), of which papers use a few.
"""

from __future__ import annotations

from collections.abc import Mapping


def _table(codes: bytes, drawn: str) -> dict[int, str]:
    return dict(zip(codes, drawn, strict=True))


FONTS: Mapping[str, Mapping[int, str]] = {
    "wingdings": _table(
        b"\x6c\x6e\x6f\x71\x72\x75\x76\x77\x78\x9e\x9f\xa1\xa7\xa8"
        b"\xd8\xdf\xe0\xe8\xf0\xfb\xfc\xfd\xfe",
        "●■□❑❒◆❖◆☒·•○▪☐➢←→➔➢✗✓☒☑",
    ),
    "symbol": _table(b"\x2d\xa3\xae\xb0\xb1\xb3\xb4\xb7\xbe\xd6\xd7", "-≤→°±≥×•-√·"),
    "wingdings 2": _table(b"OPQRSTU\xa3", "✗✓☒☑☒☒☒☐"),
    "webdings": _table(b"acgr", "✓□■✗"),
}
"""Name of the font in small letters -> code -> what it draws."""

_PRIVATE = 0xF000  # where Word puts the codes of symbol fonts

WITHOUT_FONT: Mapping[int, str] = {
    _PRIVATE + code: drawn
    for font in ("wingdings 2", "symbol", "wingdings")  # a later one goes before
    for code, drawn in FONTS[font].items()
}
"""Private code -> what it probably draws, where the font is not known."""

BULLETS = "-–+*•●▪◦○■□❑❒❖◆➢➔→"
"""Signs that open an item of a list."""


def draw_symbols(text: str, font: str) -> str | None:
    """Return ``text`` in the symbol font ``font`` as Unicode; None where it is other text."""
    glyphs = FONTS.get(font.lower())
    if glyphs is None:
        return None
    codes = [ord(char) - _PRIVATE if "\uf000" <= char <= "\uf0ff" else ord(char) for char in text]
    drawn = [" " if code in (9, 32, 160) else glyphs.get(code, "") for code in codes]
    return "".join(drawn) if all(drawn) else None
