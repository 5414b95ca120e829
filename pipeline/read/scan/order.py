"""Pages that went through the scanner in the wrong order are put right, and that is said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.model import Grid, Note, Paragraph
from pipeline.read.means import Blocks

_PAGE_NUMBER = re.compile(r"[-–]?\s*(\d{1,3})\s*[-–]?")
_ORDINAL = re.compile(r"(\d{1,4})[.)]?")


@dataclass(frozen=True, slots=True)
class _Signs:
    """What a page says of its place."""

    printed: int | None  # its printed number
    first: int | None  # the ordinals of its table
    last: int | None


def order_pages(pages: Mapping[int, Blocks]) -> tuple[dict[int, Blocks], tuple[Note, ...]]:
    """Return the pages with swapped neighbours in order, and a note for each swap.

    Two neighbours are swapped where printed numbers or ordinals run on across them only so.
    """
    places = sorted(pages)
    order = list(places)
    signs = {number: _read_signs(pages[number]) for number in places}
    notes: list[Note] = []
    for at in range(len(order) - 1):
        before = signs[order[at - 1]] if at else None
        after = signs[order[at + 2]] if at + 2 < len(order) else None
        if _are_swapped(before, signs[order[at]], signs[order[at + 1]], after):
            notes.append(_tell_swap(order[at], order[at + 1]))
            order[at], order[at + 1] = order[at + 1], order[at]
    return {place: pages[number] for place, number in zip(places, order, strict=True)}, tuple(notes)


def _are_swapped(before: _Signs | None, one: _Signs, two: _Signs, after: _Signs | None) -> bool:
    if one.first is not None and two.last is not None and one.first == two.last + 1:
        reached = before.last if before is not None else None
        return (reached or 0) + 1 == two.first
    if one.printed is None or two.printed is None or one.printed != two.printed + 1:
        return False
    reached = (before.printed or 1) if before is not None else 0
    follows = after is not None and after.printed == one.printed + 1
    return reached == two.printed - 1 or (follows and reached != one.printed - 1)


def _read_signs(blocks: Blocks) -> _Signs:
    ordinals = [n for block in blocks if isinstance(block, Grid) for n in _list_ordinals(block)]
    edges = [block for block in (*blocks[:1], *blocks[-1:]) if isinstance(block, Paragraph)]
    printed = [match for block in edges if (match := _PAGE_NUMBER.fullmatch(block.text.strip()))]
    return _Signs(
        int(printed[0][1]) if printed else None,
        ordinals[0] if ordinals else None,
        ordinals[-1] if ordinals else None,
    )


def _list_ordinals(grid: Grid) -> Sequence[int]:
    texts = (row.cells[0].text.strip() for row in grid.rows if row.cells and row.cells[0])
    return [int(match[1]) for text in texts if (match := _ORDINAL.fullmatch(text))]


def _tell_swap(one: int, two: int) -> Note:
    return Note(
        "pages-swapped",
        f"Trang {one} và trang {two} quét ngược thứ tự, đã xếp lại theo số trang và số thứ tự; "
        "kiểm tra lại bản gốc",
        f"trang {one}-{two}",
    )
