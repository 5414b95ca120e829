"""Every word that the file shows stands once in what was read, and in the tables made of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.audit.finding import Remark, RowDoubt, list_data, name_page, name_row
from pipeline.audit.words import Lost, are_alike, compare, shorten, split_words
from pipeline.codes import Flag, NoteCode, Role
from pipeline.language.keys import fold
from pipeline.language.ordinals import is_ordinal
from pipeline.model import Document, Grid, Note, Row, Table, Witness

_LEAST_DOUBLED = 3  # words of a cell or a paragraph that stands twice
_LEAST_WORDS = 5  # of a page that holds more than its number
_NUMBERING = 3  # letters of a cell that numbers its column: "(1)"
_LEAST_NEAR = 2  # words around a loss that a row must have to be the one beside it
_LEFT_OUT = frozenset({NoteCode.STRUCK_OUT, NoteCode.HIDDEN_TEXT})
"""Notes of a reader that left out words of the file, and says so."""

_SIGNATURE = re.compile(r"^(?:nơi nhận|tm\.|kt\.|tl\.|tuq\.|người lập|thủ trưởng|xác nhận)")


def check_words(document: Document, tables: Sequence[Table]) -> Iterator[Remark]:
    """Yield the words of the lists' pages that were lost, or stand twice.

    Args:
        document: with the witnesses of its reader; without any nothing is found.
        tables: made of it.
    """
    pages = _find_list_pages(tables)
    kept = _gather_kept(document)
    whole = [witness for witness in document.witnesses if witness.page is None]
    told: list[tuple[int | None, str]] = [
        (witness.page, witness.text) for witness in document.witnesses if witness.page in pages
    ]
    if whole and any(table.is_list for table in tables):
        told.append((None, "\n".join(witness.text for witness in whole)))
    for page, shown in told:
        text = "\n".join(kept.get(page, ()))
        if are_alike(shown, text) or (page and page not in kept):
            continue
        lost, surplus = compare(shown, text)
        if not _is_said(document, page):
            yield from _name_lost(page, lost, tables)
        if surplus:
            yield from _name_doubled(page, surplus, kept[page], tables)
    for witness in document.witnesses:
        if witness.page and witness.page not in kept:
            yield from _name_page(witness)


def _find_list_pages(tables: Iterable[Table]) -> frozenset[int]:
    """All pages from the first to the last of each list."""
    lists = [table.pages for table in tables if table.is_list and table.pages]
    return frozenset(page for pages in lists for page in range(min(pages), max(pages) + 1))


def _is_said(document: Document, page: int | None) -> bool:
    """Whether the reader itself says that it left out words of the page, or of the file."""
    notes = [note for note in document.notes if note.code in _LEFT_OUT]
    return any(page is None or note.where == name_page(page) for note in notes)


def _gather_kept(document: Document) -> Mapping[int | None, list[str]]:
    """The texts of cells and paragraphs by page; all of them under None."""
    kept: dict[int | None, list[str]] = {None: []}
    for block in document.blocks:
        if isinstance(block, Grid):
            for row in block.rows:
                texts = [cell.text for cell in row.cells if cell is not None and cell.text]
                kept.setdefault(row.page, []).extend(texts)
                if row.page is not None:
                    kept[None].extend(texts)
        else:
            kept.setdefault(block.page, []).append(block.text)
            if block.page is not None:
                kept[None].append(block.text)
    return kept


# --- where it stands -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """A row of a list and its words."""

    table: int
    row: int
    words: frozenset[str]


def _list_places(page: int | None, tables: Sequence[Table]) -> list[_Place]:
    """The rows of lists on a page, and the last one before it, which may go on there."""
    places = []
    for number, table in enumerate(tables):
        if not table.is_list:
            continue
        data = list_data(table)
        before = [pair for pair in data if page and pair[1].page and pair[1].page < page][-1:]
        here = [pair for pair in data if not page or pair[1].page in (page, None)]
        places += [
            _Place(number, index, frozenset(split_words(" ".join(row.cells))))
            for index, row in (*before, *here)
        ]
    return places


def _name_lost(
    page: int | None, losses: Sequence[Lost], tables: Sequence[Table]
) -> Iterator[Remark]:
    if not losses:
        return
    places = _list_places(page, tables)
    near: list[_Place] = []
    for loss in losses:
        scores = [len(loss.around & place.words) for place in places]
        best = max(scores, default=0)
        if best >= _LEAST_NEAR:
            near += [p for p, score in zip(places, scores, strict=True) if score == best][:2]
    yield from (RowDoubt(place.table, place.row, Flag.WORDS_LOST) for place in near)
    text = f"Có chữ không vào ô hay đoạn nào: {shorten([loss.text for loss in losses])}"
    if near:
        table = tables[near[0].table]
        text += f", gần {name_row(table, table.rows[near[0].row])}"
    yield Note("words-lost", f"{text}; đối chiếu với bản gốc", name_page(page))


def _name_doubled(
    page: int | None, surplus: Counter[str], texts: Sequence[str], tables: Sequence[Table]
) -> Iterator[Remark]:
    """Yield what stands twice: a whole cell or paragraph whose every word is one too many."""
    doubled = []
    for text in texts:
        words = Counter(split_words(text))
        if words.total() >= _LEAST_DOUBLED and not words - surplus:
            doubled.append(text)
    doubled = list(dict.fromkeys(doubled))
    if not doubled:
        return
    for number, table in enumerate(tables):
        for index, row in list_data(table) if table.is_list else ():
            if any(text in cell for text in doubled for cell in row.cells):
                yield RowDoubt(number, index, Flag.WORDS_DOUBLED)
    quoted = shorten([" ".join(text.split()) for text in doubled])
    yield Note(
        "words-doubled",
        f"Có chữ được đọc hai lần, bản gốc chỉ có một: {quoted}; đối chiếu với bản gốc",
        name_page(page),
    )


def _name_page(witness: Witness) -> Iterator[Note]:
    words = split_words(witness.text)
    if len(words) >= _LEAST_WORDS:
        text = f"Trang {witness.page} có {len(words)} từ mà không có gì được lấy"
        yield Note("page-lost", f"{text}; đối chiếu với bản gốc", name_page(witness.page))


# --- from the document to the tables -----------------------------------------------------


def check_rows(document: Document, tables: Sequence[Table]) -> Iterator[Remark]:
    """Yield the rows of grids that no table has taken, and rows that tables have twice."""
    gridded = [table for table in tables if Role.PROSE not in table.roles]
    kept = Counter(text for table in gridded for row in table.rows for text in row.cells if text)
    lost: list[tuple[_GridRow, Counter[str]]] = []
    for place in _list_rows(document):
        missing = [text for text in _list_texts(place.row) if not _take(kept, text)]
        if any(len(text) > _NUMBERING for text in missing):
            lost.append((place, Counter(word for text in missing for word in split_words(text))))
    spare: Counter[str] = Counter()
    for text, count in kept.items():
        for word in split_words(text) if count > 0 else ():
            spare[word] += count
    known = _find_heading_words(tables)
    for place, words in lost:
        if known.issuperset(words):
            continue  # the heading, printed again or not
        lacking = words - spare
        spare -= words - lacking
        if any(map(str.isalpha, lacking)):
            yield from _name_row_lost(place, tables)
    yield from _name_rows_doubled(spare, tables)


@dataclass(frozen=True, slots=True)
class _GridRow:
    """A row as the reader gave it, between its neighbours."""

    grid: Grid
    index: int

    @property
    def row(self) -> Row:
        return self.grid.rows[self.index]

    @property
    def around(self) -> frozenset[str]:
        near = self.grid.rows[max(0, self.index - 1) : self.index + 2]
        return frozenset(w for row in near for t in _list_texts(row) for w in split_words(t))


def _list_texts(row: Row) -> list[str]:
    return [cell.text.strip() for cell in row.cells if cell and cell.text.strip()]


def _list_rows(document: Document) -> Iterator[_GridRow]:
    """The rows of all grids, but the signers under a list."""
    for block in document.blocks:
        signed = False
        for index, row in enumerate(block.rows if isinstance(block, Grid) else ()):
            texts = _list_texts(row)
            signed = signed or bool(texts and _SIGNATURE.match(fold(texts[0])))
            if isinstance(block, Grid) and not (signed and not _is_numbered(texts)):
                yield _GridRow(block, index)


def _is_numbered(texts: Sequence[str]) -> bool:
    return bool(texts) and texts[0][:1].isdigit() and is_ordinal(texts[0])


def _take(kept: Counter[str], text: str) -> bool:
    if kept[text] <= 0:
        return False
    kept[text] -= 1
    return True


def _find_heading_words(tables: Iterable[Table]) -> frozenset[str]:
    texts = [text for table in tables for text in (*table.header, *table.title)]
    return frozenset(word for text in texts for word in split_words(text))


def _name_row_lost(place: _GridRow, tables: Sequence[Table]) -> Iterator[Remark]:
    around = place.around
    scored = [(len(around & near.words), near) for near in _list_places(place.row.page, tables)]
    best = sorted(scored, key=lambda pair: -pair[0])[:2]
    for score, near in best:
        if score >= _LEAST_NEAR:
            yield RowDoubt(near.table, near.row, Flag.WORDS_LOST)
    quoted = shorten([" ".join(" ".join(_list_texts(place.row)).split())])
    yield Note(
        "row-lost",
        f"Một dòng của bảng trong văn bản không vào bảng nào: {quoted}; đối chiếu với bản gốc",
        name_page(place.row.page),
    )


def _name_rows_doubled(spare: Counter[str], tables: Sequence[Table]) -> Iterator[Remark]:
    """Yield the rows of lists whose every word is one too many."""
    if spare.total() < _LEAST_DOUBLED:
        return
    for number, table in enumerate(tables):
        own = table.is_list and Role.PROSE not in table.roles
        for index, row in list_data(table) if own else ():
            words = Counter(split_words(" ".join(row.cells)))
            if words.total() >= _LEAST_DOUBLED and not words - spare:
                yield RowDoubt(number, index, Flag.WORDS_DOUBLED)
                text = f"Dòng có {name_row(table, row)} được đọc hai lần; đối chiếu với bản gốc"
                yield Note("words-doubled", text, name_page(row.page))
