"""A scanned cell in doubt stands beside its picture, from the page to the officer's correction."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image

from pipeline.cli.progress import Progress
from pipeline.extract.appendix import join_tables
from pipeline.extract.facts import read_facts
from pipeline.extract.unsure import list_unsure
from pipeline.frame import make_frame
from pipeline.job.job import Job
from pipeline.job.plan import Reading, frame_plan, read_tables, understand
from pipeline.job.run import run
from pipeline.job.told import tell_plan
from pipeline.model import Cell, Document, Grid, Paragraph, Plan, Row, Source, UnsureCell
from pipeline.read import identify, read
from pipeline.read.scan import store as cache
from pipeline.read.scan.image import picture as pictures
from pipeline.register.store import open_register
from pipeline.settings import Settings
from pipeline.write.excel.workbook import write_plan_workbook
from tests.sample_year import NAMES, make_entry, make_plan
from tests.scans.replay import DPI, Replay, draw_table
from tests.year_papers import Office

AT = datetime(2026, 11, 24, 7, 8)
HEADS = ["Số TT", "Tên, địa chỉ mô hình", "Tên mô hình"]
WHO, DOUBTED = "Ông Lê Văn Huệ, xã Hòa Bình", "Ông Trần Văn Bảo, xã Hòa Bình"
WHAT = "Trồng rừng phòng hộ"
ROWS = [["1", WHO, WHAT], ["2", DOUBTED, "Nuôi ong lấy mật"], ["3", "Bà Lê Thị Lan", WHAT]]
PIECES = [*HEADS, *(text for row in ROWS for text in row)]
CHECKS = "Cần kiểm tra"


@pytest.fixture(autouse=True)
def recognition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An engine that is unsure of one cell; what it read is kept in a folder of the test's."""
    kept = tmp_path / "kept"
    monkeypatch.setenv("DIENHINH_CACHE", str(kept))
    monkeypatch.setattr("pipeline.read.scan.words.engine.is_ready", lambda *_: True)
    let_read(monkeypatch, [DOUBTED])
    return kept


def let_read(
    monkeypatch: pytest.MonkeyPatch, unsure: list[str], pieces: list[str] = PIECES
) -> None:
    engine = Replay(pieces, unsure=unsure)
    monkeypatch.setattr("pipeline.read.scan.job.open_engines", lambda *_: [engine])


def draw_scan(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    page = draw_table([(True, True, True)] * (len(ROWS) + 1))
    page.save(folder / "scan.png", dpi=(DPI, DPI))
    return folder / "scan.png"


@pytest.fixture
def scanned(own_office: Office) -> Office:
    draw_scan(own_office.input / "2023")
    own_office.run()
    return own_office


def plan_of(reading: Reading, name: str) -> Plan:
    return frame_plan(understand(reading, Settings(), name, None))


def book_of(office: Office) -> Path:
    return office.output / "2023" / "scan.xlsx"


def read_checks(path: Path) -> list[dict[str, Any]]:
    """The lines of *Cần kiểm tra* by their headings; a picture in place of its cell."""
    page = openpyxl.load_workbook(path)[CHECKS]
    shown = {(image.anchor._from.row, image.anchor._from.col): image for image in images_of(page)}
    heads = [cell.value for cell in page[2]]
    return [
        {
            head: shown.get((cell.row - 1, cell.column - 1), cell.value)
            for head, cell in zip(heads, row, strict=True)
        }
        for row in page.iter_rows(min_row=3)
    ]


def images_of(page: Worksheet) -> list[Any]:
    return list(page._images)


def gray_of(image: Any) -> Any:
    return np.asarray(Image.open(BytesIO(image._data())).convert("L"))


# --- the workbook --------------------------------------------------------------------


def test_a_doubted_cell_stands_beside_its_picture(scanned: Office) -> None:
    (line,) = read_checks(book_of(scanned))
    assert line["Ở đâu"] == "Trang 1, số TT 2, cột Tên, địa chỉ mô hình"
    assert line["Máy đọc được"] == DOUBTED
    assert line["Độ chắc"] == "48%"
    assert "“Bảo”" in line["Vì sao"]
    drawn = gray_of(line["Ảnh trên bản quét"])
    page = np.asarray(Image.open(scanned.input / "2023" / "scan.png").convert("L"))
    cell = page[300 + 2 * 120 : 300 + 3 * 120, 330:800]
    assert drawn.shape == pytest.approx(cell.shape, abs=25)
    assert (drawn < 128).mean() == pytest.approx((cell < 128).mean(), abs=0.05)


def test_the_picture_stays_inside_its_cell_and_moves_with_it(scanned: Office) -> None:
    page = openpyxl.load_workbook(book_of(scanned))[CHECKS]
    (image,) = images_of(page)
    anchor = image.anchor
    assert (anchor.to.row, anchor.to.col) == (anchor._from.row, anchor._from.col)
    assert anchor.editAs in (None, "twoCell")
    height = page.row_dimensions[anchor.to.row + 1].height
    assert anchor.to.rowOff / 12_700 < height
    width = sum(page.column_dimensions[letter].width for letter in "ABCDEFG")
    assert width < 145  # digits that a landscape A4 page has room for at full size


def test_lists_say_what_was_read_and_how_sure(scanned: Office) -> None:
    said = f"Cột Tên, địa chỉ mô hình: máy đọc là “{DOUBTED}”, độ chắc 48%"
    for path, name in (
        (book_of(scanned), "Danh sách"),
        (scanned.book(2023), "Biểu 06 - Danh sách"),
    ):
        rows = list(openpyxl.load_workbook(path)[name].iter_rows(min_row=2, values_only=True))
        column = rows[0].index(CHECKS)
        assert sorted(row[column] for row in rows[1:] if row[column]) == [said]


def test_the_cell_that_was_misread_is_coloured(scanned: Office) -> None:
    page = openpyxl.load_workbook(book_of(scanned))["Danh sách"]
    heads = {cell.value: cell.column for cell in page[2]}
    fills = {
        head: page.cell(4, heads[head]).fill.fgColor.rgb
        for head in ("Đối tượng", "Tên mô hình, điển hình")
    }
    assert fills["Đối tượng"] == page.cell(4, heads[CHECKS]).fill.fgColor.rgb
    assert fills["Đối tượng"] != fills["Tên mô hình, điển hình"]


def test_equal_plans_give_equal_bytes(tmp_path: Path) -> None:
    plan = plan_of(read_tables(identify(draw_scan(tmp_path))), "scan.png")
    paths = [write_plan_workbook(plan, tmp_path / name, NAMES, AT) for name in ("a.xlsx", "b.xlsx")]
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_a_plan_that_was_not_scanned_has_no_columns_for_it(tmp_path: Path) -> None:
    plan = make_plan(make_frame([make_entry(flags=["cell-uncertain"], subject="Tổ 3")]))
    path = write_plan_workbook(plan, tmp_path / "a.xlsx", NAMES, AT)
    assert [set(line) for line in read_checks(path)] == [{"STT", "Ở đâu", "Vì sao", "Cần làm gì"}]


def test_a_high_cell_is_drawn_smaller(tmp_path: Path) -> None:
    plan = make_plan(make_frame([make_entry(flags=["cell-uncertain"])]))
    noise = np.random.default_rng(1).integers(0, 255, (3000, 300), dtype=np.uint8)
    data = BytesIO()
    Image.fromarray(noise).save(data, "png")
    cell = UnsureCell("", (1,), "1", 3, "Nội dung", "model", "chữ", 0.4, (), data.getvalue())
    path = write_plan_workbook(replace(plan, unsure=(cell,)), tmp_path / "a.xlsx", NAMES, AT)
    page = openpyxl.load_workbook(path)[CHECKS]
    (image,) = images_of(page)
    assert image.anchor.to.row == image.anchor._from.row
    assert page.row_dimensions[3].height <= 409


# --- what is kept --------------------------------------------------------------------


def test_pictures_stay_when_the_kept_readings_are_deleted(
    scanned: Office, recognition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = gray_of(read_checks(book_of(scanned))[0]["Ảnh trên bản quét"])
    shutil.rmtree(recognition)
    let_read(monkeypatch, [])
    book_of(scanned).unlink()
    scanned.run()
    (line,) = read_checks(book_of(scanned))
    assert line["Máy đọc được"] == DOUBTED
    assert np.array_equal(gray_of(line["Ảnh trên bản quét"]), before)
    assert not recognition.exists()


def test_a_picture_that_is_gone_leaves_its_text(tmp_path: Path, recognition: Path) -> None:
    reading = read_tables(identify(draw_scan(tmp_path)))
    shutil.rmtree(recognition)
    plan = plan_of(reading, "scan.png")
    (line,) = read_checks(write_plan_workbook(plan, tmp_path / "a.xlsx", NAMES, AT))
    assert line["Máy đọc được"] == DOUBTED
    assert line["Ảnh trên bản quét"] is None
    assert line["Cần làm gì"] == "Đối chiếu với văn bản gốc"


def test_only_doubted_cells_have_a_picture_on_disk(tmp_path: Path, recognition: Path) -> None:
    blocks = read(identify(draw_scan(tmp_path))).blocks
    rows = [row for block in blocks if isinstance(block, Grid) for row in block.rows]
    cells = [cell for row in rows for cell in row.cells if cell is not None]
    shown = {cell.picture for cell in cells if cell.doubts}
    assert {cell.picture for cell in cells if not cell.doubts} == {None}
    assert shown == set(recognition.glob("*/cell-*"))


@pytest.mark.parametrize("dpi", [150, 200, 400])
def test_a_picture_is_small_whatever_the_scan(tmp_path: Path, dpi: int) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (4 * dpi, 6 * dpi), dtype=np.uint8)
    path = cache.write_cell(tmp_path / "cell-1.png", pictures.Picture(noise, dpi))
    assert path.stat().st_size <= 60_000
    size = Image.open(path).size
    assert size[0] / size[1] == pytest.approx(1.5, rel=0.02)
    assert size[0] <= 6 * 200


def test_the_register_gives_the_cells_back_as_they_were(office: Office) -> None:
    path = draw_scan(office.input / "2023")
    office.run()
    fresh = plan_of(read_tables(identify(path)), "x")
    with open_register(office.folder, office.database) as register:
        (kept,) = register.plans({2023})
    assert kept.unsure == fresh.unsure
    assert kept.unsure[0].picture


# --- corrections ---------------------------------------------------------------------


def correct(path: Path, subject: str, heading: str, value: str) -> None:
    book = openpyxl.load_workbook(path)
    page = book["Danh sách"]
    heads = {cell.value: cell.column for cell in page[2]}
    row = next(
        row for row in range(3, 10) if page.cell(row, heads["Đối tượng"]).value.startswith(subject)
    )
    page.cell(row, heads[heading]).value = value
    book.save(path)


def test_correcting_the_cell_settles_the_doubt(scanned: Office) -> None:
    correct(book_of(scanned), "Ông Trần", "Đối tượng", "Ông Trần Văn Bão")
    scanned.run()
    assert [line["Ở đâu"] for line in read_checks(book_of(scanned))] in ([], [None])


def test_correcting_another_cell_of_the_row_leaves_the_doubt(scanned: Office) -> None:
    correct(book_of(scanned), "Ông Trần", "Tên mô hình, điển hình", "Nuôi ong mật")
    scanned.run()
    (line,) = read_checks(book_of(scanned))
    assert line["Máy đọc được"] == DOUBTED


def test_a_row_that_is_taken_out_takes_its_doubt_along(scanned: Office) -> None:
    correct(book_of(scanned), "Ông Trần", "Đánh dấu", "xóa")
    scanned.run()
    assert "Máy đọc được" not in openpyxl.load_workbook(book_of(scanned))[CHECKS]["C2"].value


# --- a printed column that is several of the list's ---------------------------------

ADDRESSES = [
    *("Họ và tên", "Địa chỉ", "Tên mô hình"),
    *("Ông Lê Văn Huệ", "tổ dân phố số 10, phường Đồng Tiến", WHAT),
    *("Ông Trần Văn Bảo", "phường Tân Thịnh", "Nuôi ong lấy mật"),
    *("Bà Lê Thị Lan", "tổ dân phố số 5, phường Phương Lâm", WHAT),
]
SPOTS = ["Thôn, tổ dân phố", "Xã, phường"]


@pytest.fixture
def addresses(own_office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A scan whose addresses are one column: doubts about a ward's name, and about a hamlet's."""
    let_read(monkeypatch, ["Tiến", "Thịnh", "5,"], ADDRESSES)
    draw_scan(own_office.input / "2023")
    own_office.run()
    return own_office


def find_coloured(path: Path, subject: str) -> list[str]:
    """Which columns of the address are coloured as the row's reason is."""
    page = openpyxl.load_workbook(path)["Danh sách"]
    heads = {cell.value: cell.column for cell in page[2]}
    (row,) = (row for row in range(3, 6) if page.cell(row, heads["Đối tượng"]).value == subject)
    colour = page.cell(row, heads[CHECKS]).fill.fgColor.rgb
    return [head for head in SPOTS if page.cell(row, heads[head]).fill.fgColor.rgb == colour]


def test_the_column_that_has_the_doubted_word_is_coloured(addresses: Office) -> None:
    path = book_of(addresses)
    assert find_coloured(path, "Ông Lê Văn Huệ") == ["Xã, phường"]
    assert find_coloured(path, "Ông Trần Văn Bảo") == ["Xã, phường"]
    assert find_coloured(path, "Bà Lê Thị Lan") == ["Thôn, tổ dân phố"]


@pytest.mark.parametrize(
    ("subject", "heading", "value", "left"),
    [
        ("Ông Lê", "Xã, phường", "phường Tân Hòa", 2),
        ("Ông Lê", "Thôn, tổ dân phố", "tổ dân phố số 11", 3),
        ("Bà Lê", "Thôn, tổ dân phố", "tổ dân phố số 6", 2),
        ("Bà Lê", "Xã, phường", "phường Tân Hòa", 3),
    ],
)
def test_correcting_the_column_with_the_doubted_word_settles_it(
    addresses: Office, subject: str, heading: str, value: str, left: int
) -> None:
    assert len(read_checks(book_of(addresses))) == 3
    correct(book_of(addresses), subject, heading, value)
    addresses.run()
    assert len(read_checks(book_of(addresses))) == left


# --- checked, and right --------------------------------------------------------------


def test_a_row_that_was_checked_has_no_doubts(scanned: Office) -> None:
    correct(book_of(scanned), "Ông Trần", "Đánh dấu", "đúng")
    assert "1 chỗ sửa" in scanned.run().output
    assert scanned.count("unsure_cells") == 1
    for _ in range(2):
        assert "Máy đọc được" not in openpyxl.load_workbook(book_of(scanned))[CHECKS]["C2"].value
        page = openpyxl.load_workbook(book_of(scanned))["Danh sách"]
        heads = {cell.value: cell.column for cell in page[2]}
        assert [page.cell(row, heads[CHECKS]).value or "" for row in (3, 4, 5)] == [""] * 3
        assert "chỗ sửa" not in scanned.run().output


def test_a_check_is_in_the_journal_and_undone_there(scanned: Office) -> None:
    correct(book_of(scanned), "Ông Trần", "Đánh dấu", "đúng")
    scanned.run()
    path = book_of(scanned)
    book = openpyxl.load_workbook(path)
    page = book["Nhật ký sửa"]
    (heads,) = ({cell.value: cell.column for cell in row} for row in page.iter_rows(2, 3)
                if "Việc" in [cell.value for cell in row])  # fmt: skip
    row = next(row for row in range(3, 6) if page.cell(row, heads["STT"]).value in (1, "1"))
    assert page.cell(row, heads["Việc"]).value == "Xác nhận đúng"
    assert page.cell(row, heads["Đối tượng"]).value == "Ông Trần Văn Bảo"
    assert DOUBTED in page.cell(row, heads["Trước khi sửa"]).value
    page.cell(row, heads["Đánh dấu"]).value = "hoàn tác"
    book.save(path)
    scanned.run()
    (line,) = read_checks(path)
    assert line["Máy đọc được"] == DOUBTED


# --- tables --------------------------------------------------------------------------

Line = tuple[str, ...]


def sure(text: str, **more: Any) -> Cell:
    return Cell(text, confidence=0.97, **more)


def unsure(text: str, top: float = 0.0, **more: Any) -> Cell:
    return Cell(text, confidence=0.5, doubts=("cell-uncertain",), box=(0, top, 9, top + 9), **more)


def join(*pages: list[tuple[Cell | None, ...]]) -> tuple[list[Line], list[UnsureCell]]:
    """Doubts of each row, and the unsure cells, of a list over some pages."""
    heads = tuple(map(sure, ("Số TT", "Tên, địa chỉ mô hình", "Lĩnh vực", "Tên mô hình")))
    grids = [
        Grid(tuple(Row(cells, number) for cells in ([heads, *rows] if number == 1 else rows)))
        for number, rows in enumerate(pages, 1)
    ]
    (table,) = join_tables(Document(Source(Path("a.pdf"), "pdf"), tuple(grids), len(grids)))
    return [row.doubts for row in table.rows], list(list_unsure(table, "Phụ lục"))


def test_a_merged_cell_in_doubt_puts_all_its_rows_in_doubt() -> None:
    doubts, cells = join(
        [
            (sure("1"), sure("Tổ 1"), unsure("Giáo dục", row_span=2), sure("Đọc sách")),
            (sure("2"), sure("Tổ 2"), None, sure("Học tốt")),
            (sure("3"), sure("Tổ 3"), sure("Y tế"), sure("Hiến máu")),
        ]
    )
    assert doubts == [("cell-uncertain",), ("cell-uncertain",), ()]
    assert [(cell.rows, cell.no, cell.heading, cell.column) for cell in cells] == [
        ((1, 2), "1", "Lĩnh vực", "field")
    ]


def test_both_halves_of_a_row_broken_over_pages_are_kept() -> None:
    doubts, cells = join(
        [(sure("1"), sure("Tổ 1"), sure("Y tế"), unsure("Hiến máu", 700.0))],
        [(sure(""), sure(""), sure(""), unsure("tình nguyện")),
         (sure("2"), sure("Tổ 2"), sure("Y tế"), sure("Đi bộ"))],
    )  # fmt: skip
    assert doubts == [("cell-uncertain",), ()]
    assert [(cell.rows, cell.page, cell.text) for cell in cells] == [
        ((1,), 1, "Hiến máu"),
        ((1,), 2, "tình nguyện"),
    ]


def test_the_heading_of_a_group_is_told_without_an_entry() -> None:
    _, cells = join(
        [
            (unsure("I. Lĩnh vực y tế", col_span=4), None, None, None),
            (sure("1"), sure("Tổ 1"), sure("Y tế"), sure("Đi bộ")),
        ]
    )
    assert [(cell.rows, cell.no, cell.heading) for cell in cells] == [((), "", "dòng tiêu đề nhóm")]


def test_doubts_of_papers_with_letters_have_no_picture_to_show() -> None:
    _, cells = join(
        [(sure("1"), Cell("Tổ 1", doubts=("cell-uncertain",)), sure("Y tế"), sure("Đi bộ"))]
    )
    assert cells == []


# --- while it is read ----------------------------------------------------------------


def test_pages_are_told_as_they_are_read(own_office: Office) -> None:
    draw_scan(own_office.input / "2023")
    job = Job(own_office.input, own_office.output, Settings(), folder=own_office.folder)
    told: list[tuple[str, int, int]] = []
    run(job, lambda *_: None, lambda *page: told.append(page))
    assert told == [("2023/scan.png", 0, 1), ("2023/scan.png", 1, 1)]


def test_the_terminal_shows_the_page_and_a_file_shows_nothing_of_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Progress().tell_page("quét.pdf", 2, 12)
    assert capsys.readouterr().out == ""
    monkeypatch.setenv("FORCE_COLOR", "1")
    progress = Progress()
    progress.tell_page("quét.pdf", 2, 12)
    progress.tell(1, 1, tell_plan(make_plan(make_frame([]))))
    shown, line = capsys.readouterr().out.split("\r")
    assert "quét.pdf: nhận dạng trang 3/12" in shown
    assert "\n" not in shown
    assert "1/1 ke-hoach.pdf" in line


def test_readings_are_kept_where_the_settings_say(
    own_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DIENHINH_CACHE")
    own_office.add_settings('[scan]\ncache = "đã đọc"\n')
    draw_scan(own_office.input / "2023")
    own_office.run()
    assert list(own_office.folder.glob("đã đọc/*/reading.json"))


def test_a_folder_of_readings_that_takes_nothing_is_named(
    own_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIENHINH_CACHE", str(own_office.folder / "tệp"))
    (own_office.folder / "tệp").write_text("no folder", encoding="utf-8")
    draw_scan(own_office.input / "2023")
    told = own_office.run().output.replace("\n", "")
    assert f"Không giữ được kết quả nhận dạng ở {own_office.folder / 'tệp'}" in told
    assert own_office.book(2023).exists()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A program of one module, as the digest sees it."""
    from pipeline.read import recipe

    (tmp_path / "program" / "read").mkdir(parents=True)
    (tmp_path / "program" / "read" / "scan.py").write_text("a = 1\n", encoding="utf-8")
    monkeypatch.setattr(recipe, "files", lambda _: tmp_path / "program")
    recipe.digest_program.cache_clear()
    yield tmp_path / "program"
    recipe.digest_program.cache_clear()


def test_a_change_of_the_program_reads_anew(package: Path) -> None:
    from pipeline.read import recipe

    before = recipe.digest_program("read")
    assert recipe.digest_program("read") == before
    (package / "read" / "scan.py").write_text("a = 2\n", encoding="utf-8")
    recipe.digest_program.cache_clear()
    assert recipe.digest_program("read") != before


def test_a_fact_that_stands_only_in_doubtful_words_is_said() -> None:
    def paper(*doubts: str) -> Document:
        lines = (
            "UBND THÀNH PHỐ HÒA BÌNH",
            "Số: 12/KH-UBND",
            "KẾ HOẠCH",
            "ngày 05 tháng 3 năm 2023",
        )
        blocks = tuple(
            Paragraph(
                line, 1, scanned=Cell(line, confidence=0.7, doubts=doubts if "Số" in line else ())
            )
            for line in lines
        )
        return Document(Source(Path("scan.pdf"), "pdf", "0" * 64), blocks, 1)

    def told(document: Document) -> list[str]:
        reading = Reading(document, (), read_facts(document))
        plan = plan_of(reading, "scan.pdf")
        return [note.text for note in plan.receipt.notes if note.code == "fact-uncertain"]

    assert told(paper()) == []
    (said,) = told(paper("cell-uncertain"))
    assert "12/KH-UBND" in said
