"""Two lists side by side in one grid: their rows one after the other, or two grids.

The heading tells: it counts twice ("STT | Họ tên | STT | Họ tên"), or says all of itself again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.codes import Role
from pipeline.extract.shape import span_all, text_of
from pipeline.language.headings import is_named, match_heading
from pipeline.language.keys import words_key
from pipeline.model import Cell, Grid, Row

_DEEPEST = 8  # rows: the headings stand above this one
_CORE = frozenset({Role.SUBJECT, Role.NAME_ADDRESS, Role.MODEL, Role.CONTENT})

ListPart = tuple[int, int]
"""First column of a list, and the one after its last."""


def part_lists(grid: Grid) -> list[Grid]:
    """Return the lists of ``grid``, in reading order; itself where it is one.

    Lists of one heading become one, whose rows are those of the left one, then those of the
    right one; a row over the whole width parts them, and heads both.
    """
    parts = _find_parts(grid)
    if len(parts) < 2:
        return [grid]
    cut = [_cut(grid, part) for part in parts]
    tops = [_find_top(half) for half in cut]
    heads = [_list_labels(half.rows[top]) for half, top in zip(cut, tops, strict=True)]
    alike = all(head == heads[0] for head in heads)
    titled = _have_titles(cut, tops)
    if alike and len(set(tops)) == 1 and not titled:
        return [_stack(cut, tops[0])]
    if not (alike or titled or _stand_alone(cut, tops, heads)):
        return [grid]
    return [_drop_empty(half) for half in cut]


def _list_labels(row: Row) -> list[str]:
    return [words_key(text) for cell in row.cells if (text := text_of(cell))]


def _have_titles(cut: Sequence[Grid], tops: Sequence[int]) -> bool:
    """Whether the lists have titles of their own above their headings."""
    titles = [
        [_list_labels(row) for row in half.rows[:top]] for half, top in zip(cut, tops, strict=True)
    ]
    return any(title != titles[0] for title in titles)


def _stand_alone(cut: Sequence[Grid], tops: Sequence[int], heads: Sequence[Sequence[str]]) -> bool:
    """Whether lists of other headings are no parts of one: "STT | Đơn vị | STT | Họ tên" is one."""
    merged = any(
        cell.row_span > 1
        for half, top in zip(cut, tops, strict=True)
        for row in half.rows[top + 1 :]
        for cell in row.cells
        if cell is not None
    )
    counted = all(head[0] == heads[0][0] for head in heads)
    return counted and not merged and all(len(head) > 2 for head in heads)


# --- where one list ends and the next begins -----------------------------------------


def _find_parts(grid: Grid) -> list[ListPart]:
    rows = grid.rows[:_DEEPEST]
    counted = [column for row in rows for column, cell in enumerate(row.cells) if _counts(cell)]
    starts = sorted(set(counted))
    if len(starts) < 2:
        starts = next((found for row in rows if (found := _find_period(row))), [])
    parts = list(pairwise([*([0] if starts else []), *starts[1:], grid.width]))
    if len(parts) < 2 or not all(_is_list(grid, part) for part in parts):
        return []
    return [] if any(_is_crossed(grid, end) for _, end in parts[:-1]) else parts


def _counts(cell: Cell | None) -> bool:
    """Whether a heading can only be that of the ordinals: "Số" may be that of a card."""
    if cell is None or words_key(cell.text) == "số" or not is_named(cell.text):
        return False
    return match_heading(cell.text) == Role.ORDINAL


def _find_period(row: Row) -> list[int]:
    """Return where the headings of a row begin again, all of them in the same order."""
    texts = [
        (column, words_key(text)) for column, c in enumerate(row.cells) if (text := text_of(c))
    ]
    for count in (2, 3):
        size, rest = divmod(len(texts), count)
        keys = [key for _, key in texts]
        if size > 1 and not rest and keys == keys[:size] * count and len(set(keys)) == size:
            return [texts[size * number][0] for number in range(count)]
    return []


def _is_list(grid: Grid, part: ListPart) -> bool:
    """Whether some row has the headings of a list in these columns."""
    return any(_heads(row.cells[slice(*part)]) for row in grid.rows[:_DEEPEST])


def _heads(cells: Sequence[Cell | None]) -> bool:
    """Whether cells are headings that say who or what is listed."""
    texts = [text for cell in cells if (text := text_of(cell))]
    roles = [match_heading(text) for text in texts]
    return len(texts) > 1 and bool(_CORE & set(roles)) and 2 * sum(map(bool, roles)) >= len(texts)


def _is_crossed(grid: Grid, end: int) -> bool:
    """Whether a cell that is not all of its row goes from one list into the next."""
    return any(
        _reaches(column, cell, end)
        for row in grid.rows
        if _find_whole(row, end) is None
        for column, cell in enumerate(row.cells)
        if text_of(cell)
    )


def _find_whole(row: Row, end: int) -> Cell | None:
    """Return the only cell with words where it goes over ``end``."""
    worded = [(column, cell) for column, cell in enumerate(row.cells) if text_of(cell)]
    return worded[0][1] if len(worded) == 1 and _reaches(*worded[0], end) else None


def _reaches(column: int, cell: Cell | None, end: int) -> bool:
    return cell is not None and column < end < column + cell.col_span


# --- how they are taken apart ----------------------------------------------------------


def _cut(grid: Grid, part: ListPart) -> Grid:
    start, end = part
    while end > start + 1 and not any(_fills(row, end - 1) for row in grid.rows):
        end -= 1  # a gap between the lists
    edges = grid.edges[start : end + 1] if grid.edges else ()
    rows = tuple(replace(row, cells=_cut_cells(row, start, end)) for row in grid.rows)
    return replace(grid, rows=rows, edges=edges)


def _fills(row: Row, column: int) -> bool:
    cell = row.cells[column] if column < len(row.cells) else None
    return bool(text_of(cell)) or (cell is None and any(
        text_of(c) and at < column < at + c.col_span for at, c in enumerate(row.cells) if c
    ))  # fmt: skip


def _cut_cells(row: Row, start: int, end: int) -> tuple[Cell | None, ...]:
    cells = [*row.cells, *[Cell("")] * (end - len(row.cells))][start:end]
    whole = _find_whole(row, start) or _find_whole(row, end)
    if whole is not None:
        return (replace(whole, col_span=end - start), *[None] * (end - start - 1))
    if any(_reaches(column, cell, start) for column, cell in enumerate(row.cells)):
        cells = [cell or Cell("") for cell in cells]  # what reaches over is empty
    return tuple(
        cell and replace(cell, col_span=min(cell.col_span, end - start - column))
        for column, cell in enumerate(cells)
    )


def _find_top(half: Grid) -> int:
    """Return the row of the headings of a list."""
    return next(index for index, row in enumerate(half.rows) if _heads(row.cells))


def _stack(cut: Sequence[Grid], top: int) -> Grid:
    """Put the rows of each list below those of the one at its left."""
    deep = max(cell.row_span for half in cut for cell in half.rows[top].cells if cell)
    rows = list(cut[0].rows[: top + deep])
    band: list[int] = []
    for index in range(top + deep, len(cut[0].rows)):
        if all(half.rows[index] == cut[0].rows[index] for half in cut) and _is_band(cut, index):
            rows += [*_read_band(cut, band), cut[0].rows[index]]
            band = []
        else:
            band.append(index)
    return replace(cut[0], rows=(*rows, *_read_band(cut, band)))


def _is_band(cut: Sequence[Grid], index: int) -> bool:
    """Whether a row is one over all lists."""
    return all(span_all(half.rows[index]) is not None for half in cut)


def _read_band(cut: Sequence[Grid], band: Sequence[int]) -> list[Row]:
    return [half.rows[index] for half in cut for index in band if _has_words(half.rows[index])]


def _drop_empty(half: Grid) -> Grid:
    return replace(half, rows=tuple(row for row in half.rows if _has_words(row)))


def _has_words(row: Row) -> bool:
    return any(text_of(cell) or cell is None for cell in row.cells)
