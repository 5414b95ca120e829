"""Pictures laid straight, ruled and cut, and pages put together from words replayed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.model import Grid
from pipeline.read.means import Gray
from pipeline.read.pdf.pdfium import read_page
from pipeline.read.scan import job
from pipeline.read.scan.image import bends, cells, picture, rules
from pipeline.read.scan.words import dots
from pipeline.read.scan.words.engine import ReadWord
from pipeline.read.scan.words.pair import WordChoice
from pipeline.read.table.layout import lay_out
from pipeline.read.table.limits import Limits
from pipeline.read.table.ruled import find_lattices
from tests.build_plan import LAYOUTS, build, make_rows
from tests.scans.looks import LOOKS, Look, press_page
from tests.scans.replay import DPI, Replay, draw_table

FONT = Path(__file__).parent / "fonts" / "plan-serif-regular.ttf"
EM = 13.0  # the letters of drawn tables
RULED = ("plain", "nine-columns", "ticks", "merged-field", "rules-dashed", "groups-merged")


@pytest.fixture(autouse=True)
def kept_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees what another has read."""
    monkeypatch.setenv("DIENHINH_CACHE", str(tmp_path / "cache"))


def _print_page(layout: str, folder: Path, number: int = 2) -> tuple[pypdfium2.PdfDocument, Any]:
    path = folder / f"{layout}.pdf"
    build(make_rows(12, seed=4), LAYOUTS[layout], path)
    document = pypdfium2.PdfDocument(path)
    return document, document[number - 1].render(scale=200 / 72).to_pil().convert("RGB")


def _press(page: Image.Image, look: Look) -> Any:
    return picture.Picture(picture.take_gray(np.asarray(press_page(page, look, 3))), look.dpi)


# --- laying straight -----------------------------------------------------------------


@pytest.mark.parametrize("angle", [-1.9, -0.6, 0.0, 0.25, 1.3])
def test_skew_is_found_to_a_tenth_of_a_degree(tmp_path: Path, angle: float) -> None:
    _, page = _print_page("plain", tmp_path)
    skewed = _press(page.rotate(angle, Image.Resampling.BICUBIC, fillcolor="white"), Look())
    assert picture.find_skew(skewed.gray) == pytest.approx(-angle, abs=0.1)


def test_page_on_its_side_is_told(tmp_path: Path) -> None:
    _, page = _print_page("plain", tmp_path)
    assert not picture.lies_on_side(_press(page, LOOKS["office-200"]).gray)
    assert picture.lies_on_side(_press(page, LOOKS["turned-90"]).gray)


def test_red_seal_is_as_white_as_paper_and_print_under_it_stays(tmp_path: Path) -> None:
    _, page = _print_page("plain", tmp_path)
    plain = picture.take_gray(np.asarray(page)) < 128
    sealed = picture.take_gray(np.asarray(press_page(page, Look(colour=True, seal=True), 1))) < 128
    assert abs(int(sealed.sum()) - int(plain.sum())) < 0.02 * plain.sum()


def test_sheet_photographed_aslant_fills_the_picture_again(tmp_path: Path) -> None:
    _, page = _print_page("plain", tmp_path)
    flat = picture.flatten_photo(_press(page, LOOKS["photo"]))
    lit = picture.even_light(flat.gray)
    assert lit.shape[0] / lit.shape[1] == pytest.approx(11.69 / 8.27, rel=0.02)
    border = np.concatenate([lit[15:25].ravel(), lit[:, 15:25].ravel()])
    assert np.median(border) > 230
    assert abs(picture.find_skew(lit)) < 0.5


def test_scan_without_a_desk_is_not_cut(tmp_path: Path) -> None:
    _, page = _print_page("plain", tmp_path)
    scan = _press(page, LOOKS["copied-200"])
    assert picture.flatten_photo(scan) is scan


@pytest.mark.parametrize("look", ["curled", "close-up"])
def test_a_bent_page_is_led_straight_by_its_rules(tmp_path: Path, look: str) -> None:
    document, page = _print_page("plain", tmp_path)
    (due,) = [b for b in lay_out(read_page(document, 2)).blocks if isinstance(b, Grid)]
    scan = _press(page, replace(LOOKS[look], dpi=200))
    level = picture.Picture(picture.rotate(scan.gray, picture.find_skew(scan.gray)), scan.dpi)
    straight = bends.straighten(level)
    assert straight is not level
    assert bends.straighten(straight) is straight
    found = find_lattices(rules.find_ruling(straight, EM).rules, Limits(EM))
    assert [lattice.shape for lattice in found] == [(len(due.rows), due.width)]


def test_a_page_without_bends_stays_as_it_is(tmp_path: Path) -> None:
    for layout in ("plain", "rules-none"):
        _, page = _print_page(layout, tmp_path)
        scan = _press(page, replace(LOOKS["office-200"], skew=0.0))
        assert bends.straighten(scan) is scan


def test_light_that_falls_off_is_evened(tmp_path: Path) -> None:
    _, page = _print_page("plain", tmp_path)
    lit = picture.even_light(_press(page, replace(LOOKS["copied-200"], skew=0.0)).gray)
    height, width = lit.shape
    corners = [lit[:60, :60], lit[height - 60 :, width - 60 :]]
    assert min(float(np.median(corner)) for corner in corners) > 240


# --- rules ---------------------------------------------------------------------------


@pytest.mark.parametrize("layout", RULED)
@pytest.mark.parametrize("look", ["faint-200", "copied-200", "folded-200"])
def test_tables_have_the_shape_that_was_drawn(tmp_path: Path, layout: str, look: str) -> None:
    document, page = _print_page(layout, tmp_path)
    drawn = [b for b in lay_out(read_page(document, 2)).blocks if isinstance(b, Grid)]
    due = [(len(grid.rows), grid.width) for grid in drawn if grid.ruled]
    scale = LOOKS[look].dpi / 200
    sized = page.resize((round(page.width * scale), round(page.height * scale)))
    scan = _press(sized, LOOKS[look])
    gray = picture.even_light(scan.gray)
    straight = picture.Picture(picture.rotate(gray, picture.find_skew(gray)), scan.dpi)
    found = [
        lattice.shape
        for lattice in find_lattices(rules.find_ruling(straight, EM).rules, Limits(EM))
    ]
    assert found == due


_EDGES = (200, 290, 900, 1450)  # the first column is narrower than any word is long


def _draw_grid(heights: Sequence[int], *, merged: bool = False) -> tuple[Image.Image, list[int]]:
    """Print a table; with ``merged`` the second column is one cell from top to foot."""
    page = Image.new("L", (1654, 2339), 255)
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(FONT), 36)
    ys = [300 + sum(heights[:row]) for row in range(len(heights) + 1)]
    for y in ys:
        whole = not merged or y in (ys[0], ys[-1])
        for left, right in pairwise(_EDGES):
            if whole or left != _EDGES[1]:
                draw.line((left, y, right, y), fill=0, width=3)
    for x in _EDGES:
        draw.line((x, ys[0], x, ys[-1]), fill=0, width=3)
    for number, y in enumerate(ys[:-1], 1):
        draw.text((_EDGES[0] + 30, y + 4), str(number), font=font, fill=0)
        draw.text((_EDGES[1] + 9 * number, y + 4), "Hộ bà Lộ, phường Bộ Lĩnh", font=font, fill=0)
        draw.text((_EDGES[2] + 7 * number, y + 4), "Nhật ký hội quỹ", font=font, fill=0)
    return page, ys


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_letters_that_fill_a_low_row_are_no_borders(rows: int) -> None:
    page, _ = _draw_grid([52] * rows)
    assert _find_shapes(page) == [(rows, 3)]


def test_the_rules_of_a_narrow_column_beside_a_merged_cell_are_found() -> None:
    page, ys = _draw_grid([90] * 3, merged=True)
    (lattice,) = find_lattices(
        rules.find_ruling(picture.Picture(np.asarray(page), DPI), EM).rules, Limits(EM)
    )
    first = [slot for slot in lattice.slots if slot.column == 0]
    assert [slot.row_span for slot in first] == [1] * (len(ys) - 1)


def _find_shapes(page: Image.Image) -> list[tuple[int, int]]:
    ruling = rules.find_ruling(picture.Picture(np.asarray(page), DPI), EM)
    return [lattice.shape for lattice in find_lattices(ruling.rules, Limits(EM))]


def test_strokes_close_to_a_rule_do_not_lead_away_from_it() -> None:
    page, ys = _draw_grid([90] * 8)
    draw = ImageDraw.Draw(page)
    for step in range(1, 8):  # a stamp over the table: each stroke is near the one before
        x = _EDGES[2] + 10 * step
        draw.line((x, ys[2] + 8, x, ys[2] + 76), fill=0, width=2)
    assert _find_shapes(page) == [(8, 3)]


def test_a_row_whose_sides_are_broken_does_not_part_a_table() -> None:
    page, ys = _draw_grid([90, 90, 48, 90, 90])
    draw = ImageDraw.Draw(page)
    draw.rectangle((_EDGES[0] - 5, ys[2] + 3, _EDGES[-1] + 5, ys[3] - 3), fill=255)
    assert _find_shapes(page) == [(2, 3), (2, 3)]
    for x in (_EDGES[0], _EDGES[-1]):
        draw.line((x, ys[2] + 10, x, ys[3] - 10), fill=0, width=3)
    assert _find_shapes(page) == [(5, 3)]


def test_upright_rules_alone_part_columns_even_broken_between_rows() -> None:
    page = Image.new("L", (1654, 2339), 255)
    draw = ImageDraw.Draw(page)
    for x, y in product(_EDGES, range(300, 900, 100)):
        draw.line((x, y, x, y + 70), fill=0, width=3)
    draw.line((700, 1200, 700, 1300), fill=0, width=3)  # a bracket somewhere else
    found = rules.find_ruling(picture.Picture(np.asarray(page), DPI), EM).rules
    assert sorted({round(rule.x0 * DPI / 72, -1) for rule in found}) == list(_EDGES)


# --- pieces --------------------------------------------------------------------------


def test_specks_are_no_print_and_dots_are() -> None:
    page, ys = _draw_grid([90] * 3)
    draw = ImageDraw.Draw(page)
    x0, x1 = _EDGES[1], _EDGES[2]
    for x, y in ((x0 + 480, ys[0] + 60), (x0 + 500, ys[0] + 20)):
        draw.rectangle((x, y, x + 1, y + 1), fill=0)  # 0.01 inches
    draw.rectangle((x0 + 480, ys[1] + 44, x0 + 483, ys[1] + 47), fill=0)  # a full stop
    straight = picture.Picture(np.asarray(page), DPI)
    sheet = cells.make_sheet(straight, rules.find_ruling(straight, EM).mask, em=EM)
    reached = [
        crop.place(crop.ink)[2]
        for y in ys[:3]
        if (crop := cells.cut_cell(sheet, _to_box(x0, y, x1, y + 90))) is not None
    ]
    assert reached[1] == pytest.approx((x0 + 484) * 72 / DPI, abs=1)
    assert reached[0] < reached[1] - 30


def _to_box(*points: int) -> tuple[float, ...]:
    return tuple(point * 72 / DPI for point in points)


# --- the letter that no model can write ----------------------------------------------


def _write(text: str) -> tuple[Gray, WordChoice]:
    """Print one word as a crop shows it, and read it as an engine does."""
    page = Image.new("L", (160, 70), 255)
    font = ImageFont.truetype(str(FONT), 32)
    ImageDraw.Draw(page).text((20, 15), text, font=font, fill=0)
    points = np.asarray(page)
    rows, columns = np.nonzero(points < 128)
    box = (float(columns.min()), float(rows.min()), columns.max() + 1.0, rows.max() + 1.0)
    read = text.replace("ỵ", "y")
    return points, WordChoice(ReadWord(read, 0.95, box, box[3], 1))


@pytest.mark.parametrize("text", ["Mỵ", "Mỵ,", "kỵ", "My", "My,", "Trà", "Thúy", "Kỳ", "dạy"])
def test_y_with_a_dot_below_is_told_by_its_dot(text: str) -> None:
    points, choice = _write(text)
    assert dots.add_dots([choice], points)[0].word.text == text


# --- words replayed ------------------------------------------------------------------


def _read(pages: Sequence[Image.Image], engine: Replay) -> Any:
    pictures = (picture.Picture(np.asarray(page), DPI) for page in pages)
    return job.recognise(enumerate(pictures, start=1), len(pages), engines=lambda: [engine])


def test_words_go_to_their_cells_with_confidence() -> None:
    engine = Replay(["TT", "Tên", "Nội dung", "1", "Ông Lê Văn Huệ", "Trồng rừng phòng hộ"])
    scanned = _read([draw_table([(True, True, True)] * 2)], engine)
    (grid,) = [block for block in scanned.blocks[1] if isinstance(block, Grid)]
    cells = [[cell.text for cell in row.cells if cell] for row in grid.rows]
    assert cells == [["TT", "Tên", "Nội dung"], ["1", "Ông Lê Văn Huệ", "Trồng rừng phòng hộ"]]
    last = grid.rows[1].cells[2]
    assert last is not None
    assert last.confidence == pytest.approx(0.96)
    assert last.doubts == ()


def test_unsure_words_and_ink_without_words_are_flagged() -> None:
    pieces = ["TT", "Tên", "Nội dung", "1", "Khuông Lũng", ""]
    scanned = _read([draw_table([(True, True, True)] * 2)], Replay(pieces, confidence=0.55))
    (grid,) = [block for block in scanned.blocks[1] if isinstance(block, Grid)]
    cells = grid.rows[1].cells
    assert [cell.doubts for cell in cells[1:] if cell] == [("cell-uncertain",)] * 2
    last = cells[2]
    assert last is not None and last.picture is not None
    assert Image.open(last.picture).width == pytest.approx((1450 - 800) * 1.0, abs=40)


@pytest.mark.parametrize(("column", "doubted"), [(1, {1, 2}), (2, {2})])
def test_print_that_runs_over_a_border_is_flagged(column: int, doubted: set[int]) -> None:
    page = draw_table([(True, True, True)] * 3)
    x = (200, 330, 800, 1450)[column + 1]
    draw = ImageDraw.Draw(page)
    for side in (-18, 5):
        draw.rectangle((x + side, 465, x + side + 12, 485), fill=0)
    row = (
        _read([page], Replay(["TT", "Tên", "Mô hình", "1", "Tổ 3", "Mẹ"] * 2)).blocks[1][0].rows[1]
    )
    assert {n for n, cell in enumerate(row.cells) if cell.doubts} == doubted


def test_empty_cell_is_surely_empty() -> None:
    scanned = _read([draw_table([(True, True, True), (True, True, False)])], Replay("abcde"))
    (grid,) = [block for block in scanned.blocks[1] if isinstance(block, Grid)]
    cell = grid.rows[1].cells[2]
    assert cell is not None
    assert (cell.text, cell.confidence, cell.doubts) == ("", 1.0, ())


def test_cell_over_all_columns_stays_one() -> None:
    pieces = ["TT", "Tên", "Nội dung", "1", "Tổ 3", "Mẹ đỡ đầu", "Cộng: một mô hình"]
    rows = [(True, True, True), (True, True, True), (True, False, False)]
    scanned = _read([draw_table(rows, spans=True)], Replay(pieces))
    (grid,) = [block for block in scanned.blocks[1] if isinstance(block, Grid)]
    cell = grid.rows[2].cells[0]
    assert cell is not None
    assert (cell.text, cell.col_span) == ("Cộng: một mô hình", 3)
    assert grid.rows[2].cells[1] is None


def test_words_whose_boxes_overlap_keep_their_letters_apart() -> None:
    class Crowded(Replay):
        def _lay(self, piece: str, picture: Gray) -> Iterator[ReadWord]:
            for word in super()._lay(piece, picture):
                x0, top, x1, bottom = word.box
                yield replace(word, box=(x0 - 9, top, x1 + 9, bottom))

    pieces = ["TT", "Tên", "Nội dung", "1", "Trường Tiểu học Nguyễn Bá Ngọc", "Trồng rừng"]
    scanned = _read([draw_table([(True, True, True)] * 2)], Crowded(pieces))
    (grid,) = [block for block in scanned.blocks[1] if isinstance(block, Grid)]
    assert [cell.text for cell in grid.rows[1].cells if cell] == pieces[3:]


def test_a_list_in_running_text_keeps_what_is_not_sure_of_it() -> None:
    page = draw_table([(True, True, True)])
    page.paste(255, (0, 0, *page.size))
    draw = ImageDraw.Draw(page)
    for line in range(2):
        for bar in range(10):
            draw.rectangle((220 + 60 * bar, 300 + 130 * line, 262 + 60 * bar, 330 + 130 * line), 0)
    pieces = ["1. Mô hình “Trồng rừng” của bà Lan.", "2. Mô hình “Nuôi ong” của bà Huệ."]
    engine = Replay(pieces, unsure=pieces[1:])
    blocks = _read([page], engine).blocks[1]
    doubts = [block.scanned.doubts for block in blocks if block.scanned]
    assert doubts == [(), ("cell-uncertain",)]


def test_what_was_not_asked_for_in_months_is_deleted_and_nothing_else(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    _read([draw_table([(True, True, True)])], Replay(["TT", "Tên", "Nội dung"]))
    (kept,) = cache.iterdir()
    foreign = cache / "anh-cua-toi"
    foreign.mkdir()
    (foreign / "reading.json").write_text("", encoding="utf-8")
    for folder in (kept, foreign):
        os.utime(folder / "reading.json", (0, 0))
    _read([draw_table([(True, True, False)])], Replay(["TT", "Tên"]))
    assert foreign.is_dir()
    assert not kept.exists()


def test_second_reading_of_the_same_picture_asks_no_engine() -> None:
    page = draw_table([(True, True, True)] * 2)
    pieces = ["TT", "Tên", "Nội dung", "1", "Tổ 3", "Mẹ đỡ đầu"]
    first, second = Replay(pieces), Replay([])
    assert _read([page], first).blocks == _read([page], second).blocks
    assert (first.calls > 0, second.calls) == (True, 0)
