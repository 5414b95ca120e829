"""The heading of a table: where it stands, one text and one meaning a column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from pipeline.codes import Role
from pipeline.extract.roles.contents import Sort, counts_up, sort_of
from pipeline.extract.roles.headings import liken
from pipeline.extract.shape import span_all, text_of
from pipeline.language.headings import is_named, match_heading, reads_as_heading
from pipeline.language.keys import squeeze, words_key
from pipeline.language.ordinals import is_ordinal
from pipeline.model import Grid, Row

DEEPEST = 8  # rows: a heading starts above this one
_LONGEST = 90  # letters of a heading
_LIKE = 0.7  # from here a heading is like a known one
_MOST = 0.6
_SLIP = 85  # of 100: a letter in seven
_NEVER = frozenset({Sort.NUMBER, Sort.TICK, Sort.DATE, Sort.PHONE})
_NUMBERING = re.compile(r"^[\(\[-]?(?:\d{1,2}|[A-Z])[\)\]]?(?:\s*=.*)?$")


@dataclass(frozen=True, slots=True)
class TableHeading:
    """The heading rows of a grid."""

    titles: tuple[str, ...]  # lines inside the table, above its heading
    header: tuple[str, ...]
    roles: tuple[Role, ...]
    body: int  # index of the first row below it


def find_heading(grid: Grid) -> TableHeading | None:
    """Return the heading of ``grid``, None where no row reads as one."""
    for first in range(min(DEEPEST, len(grid.rows))):
        last = _last_row(grid, first)
        header = _read_header(grid, first, last)
        roles = _read_roles(grid, first, last)
        if is_heading(header, roles) or _heads_by_form(grid, header, first, last):
            titles = [line for row in grid.rows[:first] for line in _title_lines(row)]
            body = last + 1
            if body < len(grid.rows) and is_numbering(grid.rows[body]):
                body += 1
            return TableHeading(
                tuple(titles), header, _find_ordinals(grid, header, roles, body), body
            )
        if not _is_title(grid.rows[first]):
            return None
    return None


def is_heading(header: Sequence[str], roles: Sequence[Role]) -> bool:
    """Whether the texts read as headings: most are known, two at least, none an ordinal."""
    if any(re.match(r"\d", text) and is_ordinal(text) for text in header):
        return False
    named = [(text, role) for text, role in zip(header, roles, strict=True) if text]
    known = sum(1 for _, role in named if role)
    if known < 2 or known * 2 < len(named):
        return False
    return reads_as_heading([text for text, _ in named]) or _has_leaves(named)


def _has_leaves(named: Sequence[tuple[str, Role]]) -> bool:
    """Headings over two rows: their joined text stands nowhere, their meaning is known."""
    return sum(1 for text, role in named if role and not is_named(text)) >= 2 and any(
        role == Role.ORDINAL for _, role in named
    )


def _heads_by_form(grid: Grid, header: Sequence[str], first: int, last: int) -> bool:
    """Whether a row of unknown words heads the rows below it: they are numbered from 1, it is not.

    Where nothing is numbered, most of its words must be like known headings.
    """
    filled = [text for text in header if text]
    if _is_title(grid.rows[first]) or len(filled) < 2 or len(filled) * 5 < len(header) * 3:
        return False
    if any(len(text) > _LONGEST or sort_of(text) in _NEVER for text in filled):
        return False
    below = grid.rows[last + 1 :]
    for column in range(min(2, len(header))):
        texts = [text_of(row.cells[column]) for row in below if column < len(row.cells)]
        numbered = [text for text in texts if is_ordinal(text)]
        if counts_up(texts) > _MOST:  # a page that goes on begins higher, below a row's rest
            first_number = re.findall(r"\d+", numbered[0])
            if first_number and int(first_number[-1]) == 1:
                return len(numbered) > 1 and not is_ordinal(header[column])
    like = [max(liken(text).values(), default=0.0) for text in filled]
    return bool(below) and sum(1 for one in like if one > _LIKE) > max(1.0, _MOST * len(like))


def is_numbering(row: Row) -> bool:
    """Whether a row only numbers the columns: (1) (2) (3), or A B 1 2."""
    texts = [squeeze(cell.text) for cell in row.cells if cell is not None]
    filled = [text for text in texts if text]
    if len(filled) < 2 or len(filled) < len(texts) - 1:
        return False
    if not all(_NUMBERING.match(text) for text in filled):
        return False
    digits = [int(found.group()) for text in filled if (found := re.search(r"\d+", text))]
    return digits == list(range(digits[0], digits[0] + len(digits))) if digits else False


def is_repeated(row_texts: Sequence[str], header: Sequence[str]) -> bool:
    """Whether a row prints the heading again."""
    pairs = [
        (words_key(text), words_key(head))
        for text, head in zip(row_texts, header, strict=False)
        if text or head
    ]
    return bool(pairs) and all(text == head or _is_slip(text, head) for text, head in pairs)


def _is_slip(text: str, head: str) -> bool:
    """Whether two headings differ by what a scan misreads of one."""
    return min(len(text), len(head)) > 4 and fuzz.ratio(text, head) >= _SLIP


def _last_row(grid: Grid, first: int) -> int:
    cells = [cell for cell in grid.rows[first].cells if cell is not None]
    if not cells:
        return first
    depth = max((cell.row_span for cell in cells if cell.text), default=1)
    spread = any(cell.col_span > 1 for cell in cells) and len(cells) > 1
    if depth == 1 and spread and first + 1 < len(grid.rows):
        depth = 2 if _is_second(grid, first) else 1
    marked = grid.header_rows - first if grid.header_rows - first <= 3 else 1
    return min(first + max(min(depth, 4), marked if spread else 1), len(grid.rows)) - 1


def _is_second(grid: Grid, first: int) -> bool:
    """Whether the next row names the parts of a spread heading: text only under it."""
    upper, lower = grid.rows[first], grid.rows[first + 1]
    spread: set[int] = set()
    for column, cell in enumerate(upper.cells):
        if cell is not None and cell.col_span > 1:
            spread |= set(range(column, column + cell.col_span))
    texts = {c: text_of(cell) for c, cell in enumerate(lower.cells) if text_of(cell)}
    return bool(texts) and set(texts) <= spread and all(len(t) < 40 for t in texts.values())


def _column_texts(grid: Grid, first: int, last: int) -> list[list[str]]:
    """For each column the texts above each other, a spread text in each that it covers."""
    columns: list[list[str]] = [[] for _ in range(grid.width)]
    for row in grid.rows[first : last + 1]:
        for column, cell in enumerate(row.cells):
            if cell is None or not cell.text.strip():
                continue
            for covered in range(column, min(column + cell.col_span, grid.width)):
                columns[covered].append(squeeze(cell.text))
    return columns


def _read_header(grid: Grid, first: int, last: int) -> tuple[str, ...]:
    return tuple(" ".join(texts) for texts in _column_texts(grid, first, last))


def _read_roles(grid: Grid, first: int, last: int) -> tuple[Role, ...]:
    roles: list[Role] = []
    for texts in _column_texts(grid, first, last):
        meanings = [match_heading(text) for text in (*reversed(texts), " ".join(texts))]
        roles.append(next((meaning for meaning in meanings if meaning), Role.UNKNOWN))
    return tuple(roles)


def _find_ordinals(
    grid: Grid, header: Sequence[str], roles: tuple[Role, ...], body: int
) -> tuple[Role, ...]:
    """Know the ordinal column by its cells where its heading is empty or unknown."""
    if Role.ORDINAL in roles:
        return roles
    for column in range(min(2, len(roles))):
        texts = [text_of(row.cells[column]) for row in grid.rows[body:]]
        filled = [text for text in texts if text]
        counted = sum(1 for text in filled if is_ordinal(text))
        if not roles[column] and len(header[column]) < 12 and counted * 10 > len(filled) * 7 > 0:
            return (*roles[:column], Role.ORDINAL, *roles[column + 1 :])
    return roles


def _is_title(row: Row) -> bool:
    texts = [text_of(cell) for cell in row.cells if text_of(cell)]
    return span_all(row) is not None or len(texts) <= 1


def _title_lines(row: Row) -> list[str]:
    return [squeeze(line) for cell in row.cells if cell for line in cell.text.split("\n") if line]
