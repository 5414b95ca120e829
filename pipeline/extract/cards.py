"""Entries that stand in small tables of their own, a label before each value: a list of them.

"Họ và tên: | Nguyễn Văn A", "Mô hình: | Trồng bưởi" in one table, and so on in the next ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.codes import Role
from pipeline.extract.shape import text_of
from pipeline.language.headings import is_named, match_heading, reads_as_heading
from pipeline.language.keys import squeeze, words_key
from pipeline.language.ordinals import PARAGRAPH_ITEM, is_ordinal
from pipeline.model import Cell, Grid, Paragraph, Row

_LABELLED = re.compile(r"\s*(?P<label>[^:\n]{2,40}?)\s*:\s*(?P<value>\S.*)", re.DOTALL)
_NAMES = frozenset({Role.SUBJECT, Role.NAME_ADDRESS})
_NAME, _ORDINAL = "Tên, địa chỉ", "STT"  # headings for what a line above a card says
_TITLE = ""  # the label of a line over a whole card
_CORE = frozenset({Role.SUBJECT, Role.NAME_ADDRESS, Role.MODEL})
_LONGEST_LABEL = 40
_LONGEST_LINE = 120  # letters of a line between two cards


@dataclass(frozen=True, slots=True)
class Card:
    """One entry: its labels with their values, in order."""

    values: dict[str, tuple[str, Cell]]  # by the label's key: the label and the value
    page: int | None


def join_cards(blocks: Sequence[Paragraph | Grid]) -> list[Paragraph | Grid]:
    """Return ``blocks``, those cards that follow each other made one grid of a row a card.

    Two cards at least are needed: a single one may be a form, or the head of a letter.
    """
    joined: list[Paragraph | Grid] = []
    run: list[tuple[Paragraph | Grid, list[Card]]] = []  # cards, and short lines between them
    for block in blocks:
        found = _read_cards(block) if isinstance(block, Grid) else []
        first = run[0][1] if run else []
        if found and (not first or _are_alike(first[0], found[0])):
            run.append((block, found))
        elif run and isinstance(block, Paragraph) and len(block.text) <= _LONGEST_LINE:
            run.append((block, []))
        else:
            joined = _join(joined, run)
            run = [(block, found)] if found else []
            joined += [] if found else [block]
    return _join(joined, run)


def _join(
    before: list[Paragraph | Grid], run: Sequence[tuple[Paragraph | Grid, list[Card]]]
) -> list[Paragraph | Grid]:
    cards = [card for _, found in run for card in found]
    if len(cards) < 2:
        return [*before, *(block for block, _ in run)]
    lines = [block for block, _ in run if isinstance(block, Paragraph)]
    named = _name_cards([*before[-1:], *(block for block, _ in run)], cards)
    if named:
        before, cards = before[:-1], named
        lines = [line for line in lines if not PARAGRAPH_ITEM.match(line.text)]
    return [*before, _make_grid(cards), *lines]


def _name_cards(blocks: Sequence[Paragraph | Grid], cards: Sequence[Card]) -> list[Card]:
    """Return the cards with the numbered lines above them as names, none where they say them."""
    items = [
        PARAGRAPH_ITEM.match(above.text) if isinstance(above, Paragraph) else None
        for above, block in pairwise(blocks)
        if isinstance(block, Grid)
    ]
    roles = {match_heading(label) for card in cards for label, _ in card.values.values()}
    if len(items) != len(cards) or not all(items) or roles & _NAMES:
        return []
    return [
        replace(
            card,
            values={
                words_key(_ORDINAL): (_ORDINAL, Cell(item["no"])),
                words_key(_NAME): (_NAME, Cell(item["text"])),
                **card.values,
            },
        )
        for card, item in zip(cards, items, strict=True)
        if item
    ]


def _make_grid(cards: Sequence[Card]) -> Grid:
    labels = {key: label for card in cards for key, (label, _) in card.values.items()}
    head = Row(tuple(Cell(label) for label in labels.values()), cards[0].page)
    rows = [
        Row(tuple(card.values.get(key, ("", Cell("")))[1] for key in labels), card.page)
        for card in cards
    ]
    return Grid((head, *rows), header_rows=1)


def _are_alike(one: Card, other: Card) -> bool:
    common = set(one.values) & set(other.values)
    return 2 * len(common) > max(len(one.values), len(other.values))


# --- one table -------------------------------------------------------------------------


def _read_cards(grid: Grid) -> list[Card]:
    """Return the cards that a grid is made of, none where it is another table."""
    for count in (1, 2, 3):
        parts = [_read_part(part) for part in _part_columns(grid, count)]
        if parts and all(parts):
            deepest = max(len(part) for part in parts)
            return [part[n] for n in range(deepest) for part in parts if n < len(part)]
    return []


def _part_columns(grid: Grid, count: int) -> list[list[Row]]:
    """Return the rows of ``count`` equal parts of a grid, none where a cell joins two parts."""
    width, rest = divmod(grid.width, count)
    if rest or not width:
        return []
    starts = range(0, grid.width, width)
    if count > 1 and any(
        row.cells[s] is None for row in grid.rows for s in starts if row.cells[s:]
    ):
        return []
    return [[replace(row, cells=row.cells[s : s + width]) for row in grid.rows] for s in starts]


def _read_part(rows: Sequence[Row]) -> list[Card]:
    cards: list[Card] = []
    for row in rows:
        pairs = list(_read_pairs(row))
        if not any(map(text_of, row.cells)):
            continue
        if not pairs or len({key for key, _, _ in pairs}) < len(pairs):
            return []
        if not cards or pairs[0][0] in cards[-1].values or pairs[0][0] == _TITLE:
            cards.append(Card({}, row.page))
        if any(key in cards[-1].values for key, _, _ in pairs):
            return []
        cards[-1].values.update({key: (label, cell) for key, label, cell in pairs})
    return cards if cards and all(_is_entry(card) for card in cards) else []


def _is_entry(card: Card) -> bool:
    roles = [match_heading(label) for label, _ in card.values.values()]
    known = [role for role in roles if role]
    named = any(is_named(label) for label, _ in card.values.values())
    return named and bool(_CORE & set(roles)) and len(known) > 1


def _read_pairs(row: Row) -> Iterator[tuple[str, str, Cell]]:
    """Yield key, label and value of what a row says: nothing where it is no row of a card."""
    cells = [cell for cell in row.cells if cell is not None]
    worded = [cell for cell in cells if text_of(cell)]
    if worded and all(_LABELLED.fullmatch(cell.text) for cell in worded):
        lines = [(cell, line) for cell in worded for line in _part_lines(cell.text)]
        found = [(_LABELLED.fullmatch(line), cell) for cell, line in lines]
        pairs = [(match["label"], match["value"], cell) for match, cell in found if match]
    elif len(cells) == 1 and worded and (boxed := _read_box(cells[0])):
        pairs = boxed
    elif len(cells) == 1 and worded:
        pairs = [(_TITLE, text_of(cells[0]), cells[0])]
    else:
        pairs = _pair_cells(cells[1:] if len(cells) == 3 and _is_number(cells[0]) else cells)
    for label, value, cell in pairs:
        bare = squeeze(label).rstrip(" :")
        yield words_key(bare), bare, replace(cell, text=value, row_span=1, col_span=1)


def _read_box(cell: Cell) -> list[tuple[str, str, Cell]]:
    """The name and the labelled lines of a box that holds a whole card; none of another cell."""
    name, *lines = _part_lines(cell.text)
    found = [_LABELLED.fullmatch(line) for line in lines]
    if len(lines) < 2 or not all(found):
        return []
    return [(_NAME, name, cell), *((m["label"], m["value"], cell) for m in found if m)]


def _is_number(cell: Cell) -> bool:
    return is_ordinal(text_of(cell))


def _pair_cells(cells: Sequence[Cell]) -> list[tuple[str, str, Cell]]:
    """Return labels and the cells beside them; none where a cell is no label."""
    if len(cells) not in (2, 4):
        return []
    pairs = [(text_of(a), text_of(b), b) for a, b in zip(cells[::2], cells[1::2], strict=True)]
    pairs = [pair for pair in pairs if pair[0] or pair[1]]
    if any(_is_no_label(label) or reads_as_heading((label, value)) for label, value, _ in pairs):
        return []
    return pairs


def _is_no_label(text: str) -> bool:
    bare = squeeze(text)
    return not bare or len(bare) > _LONGEST_LABEL or is_ordinal(bare)


def _part_lines(text: str) -> list[str]:
    """Return the labelled texts of a cell: a line that has no label goes on from the one above."""
    parts: list[str] = []
    for line in text.split("\n"):
        if parts and not (_LABELLED.fullmatch(line) and match_heading(line.partition(":")[0])):
            parts[-1] += f"\n{line}"
        else:
            parts.append(line)
    return parts
