"""Lists that are no plain table: side by side, in tables of layout, in cards, on jagged columns."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from pipeline.extract.entries import read_entries
from pipeline.job.plan import read_tables
from pipeline.model import Entry, Grid, Source, Table
from tests.word_files import cell, par, read_body, row, save, span, table

HEAD = ("STT", "Họ và tên", "Mô hình")
PEOPLE = (
    ("1", "Nguyễn Văn Tám", "Trồng nấm"),
    ("2", "Lê Thị Chín", "Nuôi dê"),
    ("3", "Cao Văn Mười", "Nuôi ong"),
    ("4", "Bùi Thị Năm", "Trồng bưởi"),
    ("5", "Đinh Văn Sáu", "Nuôi cá"),
    ("6", "Hà Thị Bảy", "Dệt thổ cẩm"),
)
TITLE = par("DANH SÁCH MÔ HÌNH, ĐIỂN HÌNH TIÊN TIẾN", '<w:jc w:val="center"/>')
RESTART, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def lists_of(path: Path, kind: str) -> list[Table]:
    return [found for found in read_tables(Source(path, kind)).tables if found.is_list]


def entries_of(folder: Path, body: str) -> list[Entry]:
    tables = lists_of(save(folder / "tệp thử.docx", TITLE + body), "docx")
    return [entry for found in tables for entry in read_entries(found)]


def said(entries: list[Entry]) -> list[tuple[str, str, str]]:
    return [(entry.no, entry.subject, entry.model) for entry in entries]


def whole(*people: tuple[str, ...]) -> str:
    return table(row(*HEAD), *(row(*person) for person in people))


def framed(*people: tuple[str, ...]) -> str:
    return cell(whole(*people) + par())


# --- side by side ----------------------------------------------------------------------


@pytest.mark.parametrize("gap", [(), ("",)])
def test_two_lists_side_by_side_are_one(tmp_path: Path, gap: tuple[str, ...]) -> None:
    rows = (row(*PEOPLE[n], *gap, *PEOPLE[n + 3]) for n in range(3))
    entries = entries_of(tmp_path, table(row(*HEAD, *gap, *HEAD), *rows))
    assert said(entries) == list(PEOPLE)


def test_three_lists_side_by_side_of_which_one_is_shorter(tmp_path: Path) -> None:
    rows = (row(*PEOPLE[0], *PEOPLE[2], *PEOPLE[4]), row(*PEOPLE[1], *PEOPLE[3], "", "", ""))
    entries = entries_of(tmp_path, table(row(*HEAD, *HEAD, *HEAD), *rows))
    assert said(entries) == list(PEOPLE[:5])


def test_lists_side_by_side_without_ordinals(tmp_path: Path) -> None:
    rows = (row(*PEOPLE[n][1:], *PEOPLE[n + 3][1:]) for n in range(3))
    entries = entries_of(tmp_path, table(row(*HEAD[1:], *HEAD[1:]), *rows))
    assert [entry.subject for entry in entries] == [name for _, name, _ in PEOPLE]


def test_a_group_row_over_both_lists_heads_both(tmp_path: Path) -> None:
    group = (row(cell(f"{no}. LĨNH VỰC {name}", span(6))) for no, name in ENUMERATED)
    rows = (row(*PEOPLE[n], *PEOPLE[n + 1]) for n in (0, 2))
    body = [part for pair in zip(group, rows, strict=True) for part in pair]
    entries = entries_of(tmp_path, table(row(*HEAD, *HEAD), *body))
    groups = [entry.field_group for entry in entries]
    assert groups == ["KINH TẾ", "KINH TẾ", "VĂN HÓA", "VĂN HÓA"]


ENUMERATED = (("I", "KINH TẾ"), ("II", "VĂN HÓA"))


def test_lists_of_other_kinds_side_by_side_are_two(tmp_path: Path) -> None:
    unit = ("1", "Hội Phụ nữ xã Yên Mông", "Ngôi nhà xanh")
    titles = row(cell("TẬP THỂ", span(3)), cell("CÁ NHÂN", span(3)))
    heads = row("STT", "Tên tập thể", "Mô hình", *HEAD)
    body = TITLE + table(titles, heads, row(*unit, *PEOPLE[0]))
    found = lists_of(save(tmp_path / "tệp thử.docx", body), "docx")
    assert [one.title[-1] for one in found] == ["TẬP THỂ", "CÁ NHÂN"]
    assert [one.rows[0].cells for one in found] == [unit, PEOPLE[0]]


def test_ordinals_of_units_and_of_people_are_one_list(tmp_path: Path) -> None:
    rows = (
        row(cell("1", RESTART), cell("Xã Yên Mông", RESTART), *PEOPLE[0]),
        row(cell("", CONTINUE), cell("", CONTINUE), *PEOPLE[1]),
    )
    body = TITLE + table(row("STT", "Đơn vị", *HEAD), *rows)
    found = lists_of(save(tmp_path / "tệp thử.docx", body), "docx")
    assert [len(one.header) for one in found] == [5]


def test_the_number_of_an_identity_card_is_no_ordinal(tmp_path: Path) -> None:
    head = row(
        *(cell(text, RESTART) for text in HEAD), cell("CCCD", span(2)), cell("Đơn vị", RESTART)
    )
    parts = row(*(cell("", CONTINUE) for _ in HEAD), "Số", "Ngày cấp", cell("", CONTINUE))
    body = TITLE + table(head, parts, row(*PEOPLE[0], "017", "1/2/2021", "Xã Yên Mông"))
    found = lists_of(save(tmp_path / "tệp thử.docx", body), "docx")
    assert [len(one.header) for one in found] == [6]


def test_lists_of_a_worksheet_may_begin_in_other_rows(tmp_path: Path) -> None:
    blank = ("", "", "")
    left, right = [HEAD, *PEOPLE[:3], blank, blank], [blank, blank, HEAD, *PEOPLE[3:]]
    book = openpyxl.Workbook()
    book.worksheets[0].append(["DANH SÁCH MÔ HÌNH NĂM 2024"])
    for one, other in zip(left, right, strict=True):
        book.worksheets[0].append([value or None for value in (*one, "", *other)])
    book.save(tmp_path / "list.xlsx")
    found = lists_of(tmp_path / "list.xlsx", "xlsx")
    entries = [entry for one in found for entry in read_entries(one)]
    assert said(entries) == list(PEOPLE)


# --- tables of layout ------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        table(row(framed(*PEOPLE[:3]), framed(*PEOPLE[3:]))),
        table(row(framed(*PEOPLE))),
        table(row("", framed(*PEOPLE))),
        table(row("PHỤ LỤC I", framed(*PEOPLE))),
        table(row("UBND XÃ", "CỘNG HÒA"), row(cell(whole(*PEOPLE) + par(), span(2)))),
        table(row(cell(table(row(framed(*PEOPLE))) + par()))),
    ],
)
def test_a_list_inside_a_table_of_layout_is_read(tmp_path: Path, body: str) -> None:
    assert said(entries_of(tmp_path, body)) == list(PEOPLE)


def test_a_table_inside_an_entry_stays_its_text(tmp_path: Path) -> None:
    inner = table(row("Năm", "Tên sản phẩm"), row("2023", "Nấm rơm")) + par()
    body = table(row(*HEAD), row("1", "Nguyễn Văn Tám", cell(par("Trồng nấm") + inner)))
    (entry,) = entries_of(tmp_path, body)
    assert entry.model.startswith("Trồng nấm") and "Nấm rơm" in entry.model


# --- cards -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "card",
    [
        "{0}: | {1}\nNăm sinh: | 1977\n{2}: | {3}",
        "{0} | {1}\nNăm sinh | 1977\n{2} | {3}",
        "{0}: {1}\nNăm sinh: 1977\n{2}: {3}",
        "{0}: {1} | Năm sinh: 1977 | {2}: {3}",
        "{0} | {1} | Năm sinh | 1977\n{2} | {3} | Đối tượng | Cá nhân",
        "1 | {0} | {1}\n2 | Năm sinh | 1977\n3 | {2} | {3}",
        "{0} | {1}\nNăm sinh | 1977\nQuê quán | Yên Mông\nThành tích | Giỏi\n{2} | {3}",
        "Điển hình\n{0}: {1}\nNăm sinh: 1977\n{2}: {3}",
    ],
)
def test_each_card_is_an_entry(tmp_path: Path, card: str) -> None:
    tables = (
        table(*(row(*line.split(" | ")) for line in text.split("\n"))) + par()
        for _, name, model in PEOPLE
        if (text := card.format(HEAD[1], name, HEAD[2], model))
    )
    entries = entries_of(tmp_path, "".join(tables))
    assert [(entry.subject, entry.model) for entry in entries] == [one[1:] for one in PEOPLE]
    assert all(entry.cells["Năm sinh"] == "1977" for entry in entries)


def test_cards_may_stand_in_one_table_and_side_by_side(tmp_path: Path) -> None:
    rows = (
        line
        for n in (0, 2, 4)
        for line in (
            row("Họ và tên", PEOPLE[n][1], "Họ và tên", PEOPLE[n + 1][1]),
            row("Mô hình", PEOPLE[n][2], "Mô hình", PEOPLE[n + 1][2]),
        )
    )
    entries = entries_of(tmp_path, table(*rows))
    assert [(entry.subject, entry.model) for entry in entries] == [one[1:] for one in PEOPLE]


def test_a_numbered_line_above_a_card_names_its_subject(tmp_path: Path) -> None:
    cards = (
        par(f"{no}. Ông {name}, xã Yên Mông") + table(row("Năm sinh", "1977"), row(HEAD[2], model))
        for no, name, model in PEOPLE[:3]
    )
    entries = entries_of(tmp_path, "".join(cards))
    assert said(entries) == [(no, f"Ông {name}", model) for no, name, model in PEOPLE[:3]]


def test_a_single_card_is_no_list(tmp_path: Path) -> None:
    form = table(row("Họ và tên:", "Nguyễn Văn Tám"), row("Chức danh:", "Chủ tịch"))
    assert said(entries_of(tmp_path, form + whole(*PEOPLE))) == list(PEOPLE)


# --- columns ---------------------------------------------------------------------------


def wide(text: str, width: int, columns: int = 1) -> str:
    return cell(text, f'<w:tcW w:w="{width}" w:type="dxa"/>{span(columns)}')


def grid_of(folder: Path, body: str) -> list[tuple[str, ...]]:
    (grid,) = (block for block in read_body(folder, body) if isinstance(block, Grid))
    return [tuple(slot.text if slot else "." for slot in line.cells) for line in grid.rows]


@pytest.mark.parametrize("sliver", [60, 154, 400])
def test_group_rows_with_borders_of_their_own_keep_the_columns(tmp_path: Path, sliver: int) -> None:
    def entry(*texts: str) -> str:
        widths = (800, 3000 + sliver, 4000 + sliver)
        return row(*(wide(t, w, c) for t, w, c in zip(texts, widths, (1, 2, 2), strict=True)))

    def group(no: str, text: str) -> str:
        widths = (800 + sliver, 7000, sliver)
        return row(
            *(wide(t, w, c) for t, w, c in zip((no, text, ""), widths, (2, 2, 1), strict=True))
        )

    rows = (entry(*HEAD), group("I", "LĨNH VỰC"), entry(*PEOPLE[0]), entry(*PEOPLE[1]))
    shown = grid_of(tmp_path, table(*rows, widths=(800, sliver, 3000, 4000, sliver)))
    assert [shown[0], *shown[2:]] == [HEAD, PEOPLE[0], PEOPLE[1]]
    assert shown[1][:2] == ("I", "LĨNH VỰC")


def test_a_cell_too_narrow_for_a_letter_is_no_column(tmp_path: Path) -> None:
    rows = (
        row(wide("STT", 500), wide("Họ và tên", 3000), wide("Mô hình", 5150, 2)),
        row(wide("1", 500), wide("Lê Thị Chín", 3000), wide("Nuôi dê", 5000), wide("", 150)),
    )
    shown = grid_of(tmp_path, table(*rows, widths=(500, 3000, 5000, 150)))
    assert shown == [HEAD, ("1", "Lê Thị Chín", "Nuôi dê")]


def test_a_grid_that_lies_is_not_believed(tmp_path: Path) -> None:
    rows = (row(*(wide(text, 2000) for text in texts)) for texts in (HEAD, PEOPLE[0]))
    assert grid_of(tmp_path, table(*rows, widths=(6000, 5, 5))) == [HEAD, PEOPLE[0]]


def test_a_merged_cell_goes_on_below_a_heading_printed_again(tmp_path: Path) -> None:
    head = ("STT", "Lĩnh vực", *HEAD[1:])
    rows = (
        row(*head),
        row("1", cell("Nông nghiệp", RESTART), *PEOPLE[0][1:]),
        row(*head),
        row("2", cell("", CONTINUE), *PEOPLE[1][1:]),
    )
    entries = entries_of(tmp_path, table(*rows))
    assert [entry.field_column for entry in entries] == ["Nông nghiệp", "Nông nghiệp"]
