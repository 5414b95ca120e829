"""The audit finds what was lost, doubled or mixed up on the way, and nothing in what is right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.audit.audit import Audited, audit
from pipeline.codes import FileKind, Flag, Role
from pipeline.extract.appendix import join_tables
from pipeline.extract.lists import choose_lists
from pipeline.job.plan import read_findings
from pipeline.model import (
    Cell,
    Document,
    Grid,
    Paragraph,
    Row,
    RowKind,
    Source,
    Table,
    TableRow,
    Witness,
)
from pipeline.read import identify, read
from pipeline.settings import Settings
from tests.build_plan import LAYOUTS, build, make_rows

SUFFIXES = ["pdf", "docx", "xlsx"]
ROWS = 30


def _read(
    folder: Path, suffix: str, layout: str = "four-columns", seed: int = 4, rows: int = ROWS
) -> Document:
    path = folder / f"plan.{suffix}"
    models = 3 if LAYOUTS[layout].several_models else 1
    build(make_rows(rows, seed, models=models), LAYOUTS[layout], path)
    return read(identify(path))


def _audit(document: Document) -> Audited:
    return audit(document, choose_lists(join_tables(document)))


def _flags(audited: Audited) -> dict[str, set[Flag]]:
    """The flags of each doubted row, by its first cell."""
    rows = [row for table in audited.tables for row in table.rows if row.doubts]
    return {row.cells[0].strip("."): set(row.doubts) for row in rows}


def _codes(audited: Audited) -> set[str]:
    return {note.code for note in audited.notes if note.doubt}


# --- nothing where all is right ------------------------------------------------------------


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    layout=st.sampled_from(sorted(LAYOUTS)),
    suffix=st.sampled_from(SUFFIXES),
    seed=st.integers(1, 999),
)
def test_what_is_right_is_not_doubted(tmp_path: Path, layout: str, suffix: str, seed: int) -> None:
    try:
        document = _read(tmp_path, suffix, layout, seed)
    except ValueError:
        return  # the layout cannot come in this format
    before = choose_lists(join_tables(document))
    audited = audit(document, before)
    assert list(audited.tables) == before
    assert _codes(audited) == set()


def _words_of_entry(tables: Sequence[Table]) -> set[str]:
    (table,) = [table for table in tables if table.is_list]
    return set(" ".join(table.rows[7].cells).split())


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_page_sheet_and_body_has_its_witness(tmp_path: Path, suffix: str) -> None:
    document = _read(tmp_path, suffix)
    told = " ".join(witness.text for witness in document.witnesses).split()
    assert _words_of_entry(choose_lists(join_tables(document))) <= set(told)
    assert {w.page for w in document.witnesses} == (
        set(range(1, (document.pages or 0) + 1)) if suffix == "pdf" else {None}
    )


# --- faults of the reader ------------------------------------------------------------------


def _find_list(document: Document) -> int:
    """The block of the grid with most rows."""
    sizes = [len(b.rows) if isinstance(b, Grid) else 0 for b in document.blocks]
    return sizes.index(max(sizes))


def _change_rows(document: Document, change: Callable[[list[Row]], None]) -> Document:
    index = _find_list(document)
    grid = document.blocks[index]
    assert isinstance(grid, Grid)
    rows = list(grid.rows)
    change(rows)
    changed = replace(grid, rows=tuple(rows))
    return replace(
        document, blocks=(*document.blocks[:index], changed, *document.blocks[index + 1 :])
    )


def _with_text(row: Row, column: int, text: str) -> Row:
    cell = row.cells[column]
    assert cell is not None
    return replace(
        row, cells=(*row.cells[:column], replace(cell, text=text), *row.cells[column + 1 :])
    )


def _text(row: Row, column: int) -> str:
    cell = row.cells[column]
    assert cell is not None
    return cell.text


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_lost_word_doubts_its_row(tmp_path: Path, suffix: str) -> None:
    def drop(rows: list[Row]) -> None:
        words = _text(rows[4], 3).split()
        rows[4] = _with_text(rows[4], 3, " ".join(words[:2] + words[3:]))

    document = _read(tmp_path, suffix)
    number = _number_of(document, 4)
    audited = _audit(_change_rows(document, drop))
    assert Flag.WORDS_LOST in _flags(audited)[number]
    assert _codes(audited) == {"words-lost"}


def _number_of(document: Document, row: int) -> str:
    grid = document.blocks[_find_list(document)]
    assert isinstance(grid, Grid)
    return _text(grid.rows[row], 0).strip(".")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_lost_row_doubts_the_rows_beside_it(tmp_path: Path, suffix: str) -> None:
    document = _read(tmp_path, suffix)
    number = int(_number_of(document, 5))
    audited = _audit(_change_rows(document, lambda rows: rows.__delitem__(5)))
    flags = _flags(audited)
    assert Flag.ORDINAL_MISSING in flags[str(number + 1)]
    assert any(Flag.WORDS_LOST in found for found in flags.values())
    assert any(f"thiếu {number};" in note.text for note in audited.notes)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_doubled_row_is_doubted(tmp_path: Path, suffix: str) -> None:
    document = _read(tmp_path, suffix)
    number = _number_of(document, 5)
    audited = _audit(_change_rows(document, lambda rows: rows.insert(5, rows[5])))
    assert {Flag.WORDS_DOUBLED, Flag.ORDINAL_MISSING} <= _flags(audited)[number]
    assert {"words-doubled", "ordinal-repeat"} <= _codes(audited)


@pytest.mark.parametrize("lost_ordinal", [False, True])
def test_two_rows_in_one_are_doubted(tmp_path: Path, lost_ordinal: bool) -> None:
    def merge(rows: list[Row]) -> None:
        for column in range(0 + lost_ordinal, len(rows[4].cells)):
            both = f"{_text(rows[4], column)}\n{_text(rows[5], column)}".strip()
            rows[4] = _with_text(rows[4], column, both)
        del rows[5]

    document = _read(tmp_path, "pdf")
    number = _number_of(document, 4)
    flags = _flags(_audit(_change_rows(document, merge)))
    doubted = next(found for first, found in flags.items() if first.split()[0] == number)
    assert Flag.ROW_UNCERTAIN in doubted


def test_a_line_in_the_wrong_row_doubts_both_rows(tmp_path: Path) -> None:
    """No word is lost, no ordinal missing: only the order of the file tells it."""

    def move(rows: list[Row]) -> None:
        *kept, last = _text(rows[4], 3).split("\n")
        rows[4] = _with_text(rows[4], 3, "\n".join(kept))
        rows[5] = _with_text(rows[5], 3, f"{last}\n{_text(rows[5], 3)}")

    document = _read(tmp_path, "pdf", "four-columns")
    numbers = {_number_of(document, 4), _number_of(document, 5)}
    flags = _flags(_audit(_change_rows(document, move)))
    assert {n for n, found in flags.items() if Flag.ROW_UNCERTAIN in found} >= numbers


@pytest.mark.parametrize("page", [2, 3])
def test_a_lost_page_is_said(tmp_path: Path, page: int) -> None:
    document = _read(tmp_path, "pdf")
    blocks = [b for b in document.blocks if _page_of(b) != page]
    audited = _audit(replace(document, blocks=tuple(blocks)))
    assert [n.where for n in audited.notes if n.code == "page-lost"] == [f"trang {page}"]


def _page_of(block: Paragraph | Grid) -> int | None:
    return block.page if isinstance(block, Paragraph) else block.rows[0].page


def test_a_page_of_text_inside_a_list_is_said(tmp_path: Path) -> None:
    def to_text(block: Paragraph | Grid) -> list[Paragraph | Grid]:
        if not isinstance(block, Grid) or _page_of(block) != 3:
            return [block]
        return [
            Paragraph(cell.text, 3)
            for row in block.rows
            for cell in row.cells
            if cell and cell.text
        ]

    document = _read(tmp_path, "pdf", rows=80)
    blocks = [part for block in document.blocks for part in to_text(block)]
    audited = _audit(replace(document, blocks=tuple(blocks)))
    assert "trang 3" in {n.where for n in audited.notes if n.code == "page-without-rows"}


# --- faults between document and tables ------------------------------------------------------


def _make_table(rows: list[tuple[str, ...]], **more: object) -> Table:
    header = ("STT", "Họ và tên", "Xã, phường", "Tên mô hình")[: len(rows[0])]
    roles = (Role.ORDINAL, Role.SUBJECT, Role.COMMUNE, Role.MODEL)[: len(rows[0])]
    made = Table(
        header,
        tuple(TableRow(RowKind.DATA, row, row, 1) for row in rows),
        roles,
        ("DANH SÁCH",),
        (1,),
        is_list=True,
    )
    return replace(made, **more)  # type: ignore[arg-type]


NAMES = ["Nguyễn Văn An", "Lê Thị Bình", "Trần Văn Cường", "Phạm Thị Dung", "Hoàng Văn Em",
         "Vũ Thị Giang", "Đặng Văn Hải", "Bùi Thị Hoa", "Đỗ Văn Khang", "Ngô Thị Lan"]  # fmt: skip
PLACES = ["xã Đông Sơn", "phường Tân Hòa", "xã Kỳ Sơn", "xã Mông Hóa", "phường Thống Nhất"] * 2


def _rows(numbers: str = "1 2 3 4 5 6 7 8 9 10") -> list[tuple[str, ...]]:
    return [
        (number, f"Ông {name}", place, f"Mô hình nuôi cá lồng số {name[-2:]}")
        for number, name, place in zip(numbers.split(), NAMES, PLACES, strict=False)
    ]


EMPTY = Document(Source(Path("plan.pdf"), FileKind.PDF), ())


def _document_of(*tables: Table) -> Document:
    grids = [
        Grid(tuple(Row(tuple(map(Cell, row.cells)), row.page) for row in table.rows))
        for table in tables
    ]
    return replace(EMPTY, blocks=tuple(grids))


def _doubted(table: Table) -> dict[int, set[Flag]]:
    (found,) = audit(_document_of(table), [table]).tables
    return {index: set(row.doubts) for index, row in enumerate(found.rows) if row.doubts}


def test_a_right_table_has_no_doubt() -> None:
    assert _doubted(_make_table(_rows())) == {}


def test_a_row_that_no_table_took_is_said() -> None:
    rows = [Row(tuple(map(Cell, row)), 1) for row in _rows()]
    document = replace(EMPTY, blocks=(Grid(tuple(rows)),))
    table = _make_table([row for row in _rows() if row[0] != "5"])
    audited = audit(document, [table])
    assert "row-lost" in _codes(audited)
    assert Flag.WORDS_LOST in _flags(audited)["6"]


@pytest.mark.parametrize(
    ("numbers", "doubted"),
    [
        ("1 2 3 5 6 7 8 9 10 11", {3}),  # 4 is missing
        ("1 2 3 3 4 5 6 7 8 9", {2, 3}),  # 3 twice
        ("1 2 13 4 5 6 7 8 9 10", {2}),  # one figure too many
        ("3 4 5 6 7 8 9 10 11 12", {0}),  # begins late
        ("1 2 3 1 2 3 4 5 6 7", {3}),  # begins anew below no heading
    ],
)
def test_ordinals_that_do_not_count_up(numbers: str, doubted: set[int]) -> None:
    found = _doubted(_make_table(_rows(numbers)))
    assert {row for row, flags in found.items() if Flag.ORDINAL_MISSING in flags} == doubted


@pytest.mark.parametrize(
    "numbers", ["1. 2. 3. 4. 5. 6. 7. 8. 9. 10.", "1.1 1.2 1.3 2.1 2.2 3.1 3.2 3.3 3.4 3.5"]
)
def test_ordinals_of_other_forms_count_up_too(numbers: str) -> None:
    assert _doubted(_make_table(_rows(numbers))) == {}


def test_ordinals_begin_anew_below_a_heading() -> None:
    table = _make_table(_rows("1 2 3 4 5 1 2 3 4 5"))
    text = ("II. Cá nhân", "", "", "")
    heading = TableRow(RowKind.GROUP, text, text, 1)
    assert _doubted(replace(table, rows=(*table.rows[:5], heading, *table.rows[5:]))) == {}


def test_a_heading_that_counts_other_rows_is_said() -> None:
    table = _make_table(_rows())
    text = ("I. Cá nhân (12 cá nhân)", "", "", "")
    heading = TableRow(RowKind.GROUP, text, text, 1)
    table = replace(table, rows=(heading, *table.rows))
    audited = audit(_document_of(table), [table])
    assert _codes(audited) == {"group-mismatch"}


def _swap(row: int, *texts: str) -> Table:
    rows = _rows()
    rows[row] = texts
    return _make_table(rows)


@pytest.mark.parametrize(
    ("table", "row", "flag"),
    [
        (_swap(4, "5 6", "Ông Hoàng Văn Em", "xã Kỳ Sơn", "Mô hình"), 4, Flag.ROW_UNCERTAIN),
        (_swap(4, "5", "Ông Hoàng Văn Em;\nông Vũ Văn Lâm", "xã Kỳ Sơn", "Nuôi ong lấy mật"), 4,
         Flag.TWO_SUBJECTS),
        (_swap(4, "5", "Ông Hoàng Văn Em", "Mô hình nuôi ong", "xã Kỳ Sơn"), 4,
         Flag.COLUMN_UNCERTAIN),
        (_swap(4, "5", "STT", "Xã, phường", "Tên mô hình"), 3, Flag.ROW_UNCERTAIN),
        (_swap(4, "5", "Ông Hoàng Văn Em", "xã Kỳ Sơn", "Phân loại rác, ủphân"), 4,
         Flag.CELL_UNCERTAIN),
        (_swap(4, "5", "Ông Hoàng Văn Em", "xã Kỳ Sơn", "Bổ sung sau thẩ m định"), 4,
         Flag.CELL_UNCERTAIN),
    ],
)  # fmt: skip
def test_odd_cells_doubt_their_row(table: Table, row: int, flag: Flag) -> None:
    assert flag in _doubted(table)[row]


@pytest.mark.parametrize(
    "subject", ["Ông Hoàng Văn Em và bà Vũ Thị Giang", "Hộ ông Hoàng Văn Em, bà Vũ Thị Giang",
                "Vợ chồng ông Hoàng Văn Em, bà Vũ Thị Giang"],
)  # fmt: skip
def test_a_couple_is_one_subject(subject: str) -> None:
    assert _doubted(_swap(4, "5", subject, "xã Kỳ Sơn", "Nuôi ong lấy mật")) == {}


def _over_pages(*changed: tuple[int, int, str]) -> Table:
    rows = [list(row) for row in _rows()]
    for row, column, text in changed:
        rows[row][column] = text
    table = _make_table([tuple(row) for row in rows], pages=(1, 2))
    return replace(
        table, rows=tuple(replace(row, page=1 + (i > 4)) for i, row in enumerate(table.rows))
    )


@pytest.mark.parametrize(
    ("changed", "doubted"),
    [
        ((4, 3, "Mô hình nuôi cá lồng và"), {4}),
        ((5, 3, "sông Đà gắn với du lịch"), {4, 5}),
    ],
)
def test_halves_at_a_page_break_are_doubted(
    changed: tuple[int, int, str], doubted: set[int]
) -> None:
    assert set(_doubted(_over_pages(changed))) == doubted


def test_a_column_empty_on_one_page_is_doubted() -> None:
    found = _doubted(_over_pages(*((row, 2, "") for row in range(5, 10))))
    assert {row for row, flags in found.items() if Flag.COLUMN_UNCERTAIN in flags} == {
        5,
        6,
        7,
        8,
        9,
    }


# --- what is left out --------------------------------------------------------------------------


def test_a_second_list_that_is_not_taken_is_named(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    paper = docx.Document()
    for number, heads in enumerate((("TT", "Họ và tên", "Mô hình"), ("TT", "Người", "Việc")), 1):
        paper.add_paragraph(f"Bảng {number}").runs[0].bold = True
        table = paper.add_table(4, 3, "Table Grid")
        rows = [heads, *[(str(i), f"Ông {NAMES[i]}", f"Nuôi ong số {i}") for i in (1, 2, 3)]]
        for cells, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(cells.cells, texts, strict=True):
                cell.text = text
    paper.save(str(path))
    notes = read_findings(path, Settings()).receipt.notes
    (text,) = [note.text for note in notes if note.code == "table-left-out"]
    assert text.startswith("Bảng “Bảng 2” có 3 dòng")


def test_a_title_without_a_table_is_named() -> None:
    title = Paragraph("PHỤ LỤC II\nDANH SÁCH TẬP THỂ ĐIỂN HÌNH", 2, centred=True)
    table = _make_table(_rows())
    blocks = (*_document_of(table).blocks, title)
    audited = audit(replace(EMPTY, blocks=blocks), [table])
    assert _codes(audited) == {"list-left-out"}


def test_lines_that_count_on_behind_a_list_are_said() -> None:
    lines = [Paragraph(f"{n}. Ông {name}", 2) for n, name in enumerate(NAMES[:3], 11)]
    table = _make_table(_rows())
    blocks = (*_document_of(table).blocks, *lines)
    audited = audit(replace(EMPTY, blocks=blocks), [table])
    assert _codes(audited) == {"list-goes-on"}


def test_two_lists_side_by_side_are_said() -> None:
    rows = [(a, b, c, d) for (a, b, *_), (c, d, *_) in zip(_rows(), _rows(), strict=True)]
    table = _make_table(rows, header=("STT", "Họ tên", "STT", "Họ tên"))
    assert "list-beside" in _codes(audit(EMPTY, [table]))


# --- what readers leave out of set purpose -------------------------------------------------------


def test_words_parted_otherwise_are_not_lost() -> None:
    table = _make_table(_rows())
    shown = " ".join(
        f"{number} {name.replace(' ', '')} {place} {' '.join(model)}"
        for number, name, place, model in _rows()
    )
    document = replace(_document_of(table), witnesses=(Witness(shown, 1),))
    assert _codes(audit(document, [table])) == set()


def test_deleted_and_hidden_words_are_not_missed(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    build(make_rows(6, 3), LAYOUTS["plain"], path)
    paper = docx.Document(str(path))
    run = (
        max(paper.tables, key=lambda table: len(table.rows))
        .rows[3]
        .cells[1]
        .paragraphs[0]
        .add_run(" chữ ẩn trong ô")
    )
    run.font.hidden = True
    paper.save(str(path))
    assert not [n for n in read_findings(path, Settings()).receipt.notes if n.code == "words-lost"]
