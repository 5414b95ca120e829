"""What the body of a Word file holds, text by text, before paragraphs and tables are made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.language.charset import Run, Survey, decode_runs, examine_runs
from pipeline.language.legacy import UNICODE, hint_charset
from pipeline.language.symbols import FONTS
from pipeline.model import Witness
from pipeline.read.docx.package import MC, Element, Parts, W, is_on, take_branch

_WITHDRAWN = (W + "del", W + "moveFrom", W + "rt")
_UNSEEN = (W + "vanish", W + "strike", W + "dstrike")
_MERGED = (W + "vMerge", W + "hMerge")
_NAMED = (W + "pStyle", W + "rStyle")
_BREAKS = frozenset(W + name for name in ("p", "tab", "br", "cr", "ptab", "noBreakHyphen"))


def hear_body(parts: Parts, survey: Survey) -> Witness:
    """Return all text of the body and its boxes in the order of the file.

    Left out: what is deleted, hidden, struck through, raised, or lies under a merged cell.

    Args:
        parts: of the file.
        survey: what the letters of its fonts say, by which old charsets are decoded.
    """
    runs = list(_list_runs(parts.document, _find_unprinted(parts)))
    return Witness("".join(decode_runs(runs, survey) if _is_old(runs) else (t for t, _ in runs)))


def _is_old(runs: Sequence[Run]) -> bool:
    """Whether fonts or letters are those of an old charset; most papers have none."""
    if any(hint_charset(font) for font in {font for _, font in runs}):
        return True
    found = examine_runs([("".join(text for text, _ in runs), "")])
    return any(decoded.charset != UNICODE for decoded in found)


def _list_runs(root: Element, unprinted: frozenset[Element]) -> Iterator[Run]:
    """Yield every printed text with the font that it names itself."""
    codes: list[bool] = []  # open fields, innermost last: still in its code?
    for element in root.iter(W + "t", W + "fldChar", *_BREAKS):
        if element.tag in _BREAKS:
            yield "\n", ""
        elif element.tag == W + "fldChar":
            _turn_field(codes, element.get(W + "fldCharType"))
        elif element not in unprinted and not any(codes):
            yield _read_text(element)


def _read_text(element: Element) -> Run:
    fonts = element.getparent().find(f"{W}rPr/{W}rFonts")
    font = "" if fonts is None else fonts.get(W + "ascii", "")
    return ("", "") if font.lower() in FONTS else (element.text or "", font)


def _turn_field(codes: list[bool], kind: str | None) -> None:
    if kind == "begin":
        codes.append(True)
    elif kind == "separate" and codes:
        codes[-1] = False
    elif kind == "end" and codes:
        codes.pop()


# --- what is not printed -----------------------------------------------------------------


def _find_unprinted(parts: Parts) -> frozenset[Element]:
    """The texts that a reader of the paper does not see."""
    return frozenset(text for element in _list_withdrawn(parts) for text in element.iter(W + "t"))


def _list_withdrawn(parts: Parts) -> Iterator[Element]:
    root = parts.document
    for element in root.iter(*_WITHDRAWN):
        row = element.getparent()
        yield row.getparent() if row.tag == W + "trPr" else element
    for element in root.iter(*_MERGED):
        if element.get(W + "val", "continue") == "continue":
            yield element.getparent().getparent()
    for element in root.iter(MC + "AlternateContent"):
        taken = take_branch(element)
        yield from (branch for branch in element if branch is not taken)
    yield from _list_unseen(root, _find_hidden_styles(parts.styles))


def _list_unseen(root: Element, hidden: frozenset[str]) -> Iterator[Element]:
    """Yield the runs and paragraphs that are hidden, struck through, or marks of notes."""
    for element in root.iter(*_UNSEEN):
        around = element.getparent().getparent()
        if is_on(element) and around.tag == W + "r":
            yield around
    for element in root.iter(W + "vertAlign"):
        if element.get(W + "val") == "superscript":
            yield element.getparent().getparent()
    for element in root.iter(*_NAMED) if hidden else ():
        if element.get(W + "val", "") in hidden:
            yield element.getparent().getparent()


def _find_hidden_styles(styles: Element | None) -> frozenset[str]:
    """The styles that hide their text or strike it through."""
    found = () if styles is None else styles.iter(*_UNSEEN)
    owners = (element.getparent().getparent() for element in found if is_on(element))
    return frozenset(owner.get(W + "styleId", "") for owner in owners) - {""}
