"""A paper that goes out shows what is in doubt: in yellow, said at its head and in the terminal."""

from __future__ import annotations

from pathlib import Path

import docx
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.text.run import Run

from pipeline.classify.fields import field_names
from pipeline.frame import make_frame
from pipeline.model import UnsureCell, Year
from pipeline.settings import Settings
from pipeline.write.booklet import booklet_values
from pipeline.write.sheets.names import Names
from pipeline.write.sheets.year import list_changes
from pipeline.write.web.booklet import write_booklet_web
from pipeline.write.word.booklet import write_booklet_word
from pipeline.write.word.report import write_report
from tests.sample_year import make_entry, make_plan
from tests.year_papers import Office

NAMES = Names(field_names())
SURE = make_entry(subject="Bà Sâm", model="Nuôi ong", field="khac", row=1)
UNSURE = make_entry(
    subject="Ông Tạ Đức\nTành",
    model="Trồng keo",
    commune="xã Yên Mông",
    field="khac",
    row=2,
    flags=["cell-uncertain"],
)
SUGGESTED = make_entry(
    subject="Trường A", model="Thư viện", field="khac", row=3, flags=["field-suggested"]
)


def _year(*cells: UnsureCell) -> Year:
    frame = make_frame([SURE, UNSURE, SUGGESTED])
    plan = make_plan(frame)
    whole = type(plan)(plan.facts, frame, plan.receipt, 2023, cells)
    return Year(2023, (whole,), frame, frame.iloc[:1])


def _cell(column: str) -> UnsureCell:
    return UnsureCell("", (2,), "2", 3, "Tên", column, "Trồng keo", 0.4, ("keo",))


def _yellow(path: Path) -> list[str]:
    """The highlighted texts of a paper, those of its tables too."""
    paper = docx.Document(str(path))
    runs = (Run(run, paper) for run in paper.element.body.iter(qn("w:r")))
    return [run.text for run in runs if run.font.highlight_color == WD_COLOR_INDEX.YELLOW]


def test_the_booklet_marks_names_in_doubt_and_says_on_which_page(tmp_path: Path) -> None:
    values = booklet_values(_year(), Settings(), NAMES, {})
    yellow = _yellow(write_booklet_word(values, tmp_path / "b.docx"))
    assert {"Trồng keo", "Ông Tạ Đức", "Tành", "xã Yên Mông"} <= set(yellow)
    assert not {"Nuôi ong", "Bà Sâm", "Thư viện", "Trường A"} & set(yellow)
    page = next(m["trang"] for m in values["linh_vuc"][0]["mo_hinh"] if "keo" in m["ten"])
    assert any(f"còn 1 mục cần kiểm tra (tô vàng): trang {page};" in text for text in yellow)


def test_the_page_marks_them_too(tmp_path: Path) -> None:
    values = booklet_values(_year(), Settings(), NAMES, {})
    page = write_booklet_web(values, tmp_path / "b.html").read_text(encoding="utf-8")
    assert "Còn 1 mục cần kiểm tra (tô vàng)" in page
    assert "<mark>Trồng keo</mark></h3>" in page
    assert "<mark>Bà Sâm</mark>" not in page


def test_only_the_cell_in_doubt_is_marked_where_it_is_known(tmp_path: Path) -> None:
    values = booklet_values(_year(_cell("model")), Settings(), NAMES, {})
    yellow = _yellow(write_booklet_word(values, tmp_path / "b.docx"))
    assert "Trồng keo" in yellow
    assert "Ông Tạ Đức" not in yellow


def test_a_booklet_without_doubts_says_nothing_of_them(tmp_path: Path) -> None:
    frame = make_frame([SURE, SUGGESTED])
    year = Year(2023, (make_plan(frame),), frame)
    values = booklet_values(year, Settings(), NAMES, {})
    page = write_booklet_web(values, tmp_path / "b.html").read_text(encoding="utf-8")
    assert "cần kiểm tra" not in page
    assert "<mark>" not in page
    yellow = _yellow(write_booklet_word(values, tmp_path / "b.docx"))
    assert not any("cần kiểm tra" in text for text in yellow)


def test_the_report_marks_them_among_its_examples_and_changes(tmp_path: Path) -> None:
    year = _year()
    path = write_report(year, (list_changes(year, NAMES),), Settings(), tmp_path / "b.docx")
    yellow = _yellow(path)
    assert yellow.count("Trồng keo") == 2  # II.5, Phụ lục V
    assert not {"Nuôi ong", "Thư viện"} & set(yellow)


def test_the_terminal_names_them(own_office: Office) -> None:
    twice = ("Ông Phan Sỹ Hải, xóm Trường Yên, xã Yên Mông", "Nuôi đà điểu")
    own_office.drop(
        "a.docx", [("Bà Sâm, xóm Mỵ, xã Yên Mông", "Nuôi ong"), twice, twice], "15/3/2023"
    )
    own_office.run()
    said = own_office.call("introduce", "2023").output
    assert "mục cần kiểm tra (tô vàng)" in said
    line = next(line for line in said.splitlines() if "tô vàng" in line)
    assert "Nuôi đà điểu" in line
    assert "Nuôi ong" not in line
