"""A PDF is read as a viewer paints it: all that is seen, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
from reportlab.lib.colors import Color
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas

from pipeline.codes import Flag, NoteCode
from pipeline.job.plan import read_plan
from pipeline.language.syllables import strip_marks
from pipeline.model import Plan
from pipeline.problems import NotRead
from pipeline.read import identify, read
from pipeline.settings import Settings
from tests.painted_page import (
    COLUMNS,
    FONTS,
    NAMES,
    ROWS,
    SIZE,
    Paint,
    add_objects,
    draw,
    place_of,
    spell,
    strike,
    top_of,
    width_of,
    write,
)  # fmt: skip

_WHOLE = [(row, column) for row in range(1, 5) for column in range(3)]
_DRAFT = "BẢN NHÁP Trường Mầm non Hoa Ban"


def _read(path: Path) -> Plan:
    return read_plan(path, Settings())


def _names(plan: Plan) -> list[str]:
    return list(plan.frame["subject"])


def _told(plan: Plan, code: str) -> list[str]:
    return [note.text for note in plan.receipt.notes if note.code == code]


# --- typed over the page ---------------------------------------------------------------


def _add_fields(path: Path, keys: str = "/F 4", form: str = "") -> Path:
    fields = [
        f"<</Type/Annot/Subtype/Widget/FT/Tx/T(f{row})/V {spell(ROWS[row - 1][2])}"
        f"/Rect{place_of(row, 2)}/DA(/Helv 10 Tf 0 g){keys}>>"
        for row in range(1, 5)
    ]
    font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    listed = " ".join(f"{{{index}}} 0 R" for index in range(4))
    form = f"/AcroForm<</Fields[{listed}]/DR<</Font<</Helv {{4}} 0 R>>>>{form}>>"
    return add_objects(path, [*fields, font], page=f"/Annots[{listed}]", catalog=form)


@pytest.mark.parametrize("form", ["/NeedAppearances true", "/NeedAppearances false"])
def test_fields_are_read_whatever_font_their_viewer_lacks(tmp_path: Path, form: str) -> None:
    path = draw(tmp_path / "a.pdf", skip=[(row, 2) for row in range(1, 5)])
    plan = _read(_add_fields(path, form=form))
    assert list(plan.frame["model"]) == [row[2] for row in ROWS]


def test_a_hidden_field_is_not_read(tmp_path: Path) -> None:
    path = draw(tmp_path / "a.pdf", skip=[(row, 2) for row in range(1, 5)])
    assert not any(_read(_add_fields(path, "/F 2")).frame["model"])


def test_free_text_without_an_appearance_is_read(tmp_path: Path) -> None:
    path = draw(tmp_path / "a.pdf", skip=[(4, column) for column in range(3)])
    notes = [
        f"<</Type/Annot/Subtype/FreeText/F 4/Contents {spell(ROWS[3][column])}"
        f"/Rect{place_of(4, column)}/DA(/Helv 10 Tf 0 g)>>"
        for column in range(3)
    ]
    add_objects(path, notes, page="/Annots[{0} 0 R {1} 0 R {2} 0 R]")
    assert _names(_read(path)) == NAMES


def test_an_xfa_form_says_where_to_open_it(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.drawString(70, 700, "Please wait... If this message is not eventually replaced")
    canvas.save()
    xfa = "<</Length 12>>\nstream\n<xdp></xdp> \nendstream"
    form = "/AcroForm<</Fields[]/XFA {0} 0 R>>"
    path = add_objects(tmp_path / "a.pdf", [xfa], catalog=form)
    with pytest.raises(NotRead, match=r"XFA.*Acrobat.*in ra PDF"):
        _read(path)


# --- in the file, and not painted ------------------------------------------------------


def _write_draft(canvas: Canvas) -> None:
    canvas.setFont("plan", 8)
    canvas.drawString(COLUMNS[1] + 4, top_of(2) - 23, _DRAFT)


def _write_in(colour: Color) -> Paint:
    def paint(canvas: Canvas) -> None:
        canvas.setFillColor(colour)
        _write_draft(canvas)

    return paint


def _write_in_mode(mode: int) -> Paint:
    def paint(canvas: Canvas) -> None:
        text = canvas.beginText(COLUMNS[1] + 4, top_of(2) - 23)
        text.setFont("plan", 8)
        text.setTextRenderMode(mode)
        text.textOut(_DRAFT)
        canvas.saveState()
        canvas.drawText(text)
        canvas.restoreState()

    return paint


def _write_clipped(canvas: Canvas) -> None:
    canvas.saveState()
    around = canvas.beginPath()
    around.rect(400, 20, 100, 20)
    canvas.clipPath(around, stroke=0, fill=0)
    _write_draft(canvas)
    canvas.restoreState()


def _write_black_on_black(canvas: Canvas) -> None:
    canvas.rect(COLUMNS[1] + 2, top_of(3) + 0.5, 160, 9, stroke=0, fill=1)
    _write_draft(canvas)


@pytest.mark.parametrize(
    "paint",
    [
        _write_in(Color(1, 1, 1)),
        _write_in(Color(0.98, 0.98, 0.97)),
        _write_in(Color(0, 0, 0, alpha=0)),
        _write_in_mode(3),
        _write_in_mode(7),
        _write_clipped,
        _write_black_on_black,
        lambda canvas: canvas.setFont("plan", 9) or canvas.drawString(650, 500, _DRAFT),
    ],
    ids=["white", "nearly white", "clear", "mode 3", "mode 7", "clip", "on black", "off the page"],
)
def test_what_no_eye_sees_is_said_and_not_read(tmp_path: Path, paint: Paint) -> None:
    plan = _read(draw(tmp_path / "a.pdf", paint))
    assert _names(plan) == NAMES
    (told,) = _told(plan, NoteCode.HIDDEN_TEXT)
    assert "trang 1" in told.lower()
    assert "Trường Mầm non Hoa Ban" in told


def test_white_letters_on_a_dark_ground_are_read(tmp_path: Path) -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0, 0.2, 0.5)
        canvas.rect(COLUMNS[1] + 1, top_of(3) + 1, COLUMNS[2] - COLUMNS[1] - 2, 22, 0, 1)
        canvas.setFillColorRGB(1, 1, 1)
        write(canvas, 2, 1, ROWS[1][1])

    plan = _read(draw(tmp_path / "a.pdf", paint, skip=[(2, 1)]))
    assert _names(plan) == NAMES
    assert not _told(plan, NoteCode.HIDDEN_TEXT)


def _cover_with_a_picture(canvas: Canvas) -> None:
    from PIL import Image

    white = ImageReader(Image.new("RGB", (40, 20), "white"))
    canvas.drawImage(white, COLUMNS[0] + 1, top_of(4) + 1, 470, 22)


def _cover_with(red: float) -> Paint:
    def paint(canvas: Canvas) -> None:
        canvas.setFillColorRGB(red, red, red)
        canvas.rect(COLUMNS[0] + 1, top_of(4) + 1, 470, 22, stroke=0, fill=1)

    return paint


@pytest.mark.parametrize("paint", [_cover_with(1), _cover_with(0), _cover_with_a_picture])
def test_a_row_under_a_cover_is_said_and_not_read(tmp_path: Path, paint: Paint) -> None:
    plan = _read(draw(tmp_path / "a.pdf", paint))
    assert _names(plan) == [*NAMES[:2], NAMES[3]]
    assert "Phụ nữ" in _told(plan, NoteCode.HIDDEN_TEXT)[0]


def test_rows_cut_off_by_the_crop_box_are_said_and_not_read(tmp_path: Path) -> None:
    path = draw(tmp_path / "a.pdf")
    add_objects(path, [], page=f"/CropBox[0 {top_of(4)} 595 842]")
    plan = _read(path)
    assert _names(plan) == NAMES[:3]
    assert "Quách" in _told(plan, NoteCode.HIDDEN_TEXT)[0]


def test_a_word_cut_by_a_clip_puts_its_cell_in_doubt(tmp_path: Path) -> None:
    def paint(canvas: Canvas) -> None:
        around = canvas.beginPath()
        around.rect(COLUMNS[1], top_of(4), width_of("Hội Liên hiệp Phụ nữ phư"), 24)
        canvas.saveState()
        canvas.clipPath(around, stroke=0, fill=0)
        write(canvas, 3, 1, ROWS[2][1])
        canvas.restoreState()

    plan = _read(draw(tmp_path / "a.pdf", paint, skip=[(3, 1)]))
    assert Flag.CELL_UNCERTAIN in plan.frame["flags"].iloc[2]


_VIEW_OFF = "/Usage<</View<</ViewState/OFF>>>>"
_PRINT_OFF = "/Usage<</Print<</PrintState/OFF>>>>"


@pytest.mark.parametrize(
    ("usage", "state", "shown"),
    [
        ("", "/OFF[{0} 0 R]", False),
        ("", "/BaseState/OFF", False),
        (_VIEW_OFF, "/AS[<</Event/View/Category[/View]/OCGs[{0} 0 R]>>]", False),
        (_PRINT_OFF, "/AS[<</Event/Print/Category[/Print]/OCGs[{0} 0 R]>>]", False),
        ("", "/ON[{0} 0 R]", True),
    ],
)
def test_a_layer_is_read_where_it_is_on(
    tmp_path: Path, usage: str, state: str, *, shown: bool
) -> None:
    def paint(canvas: Canvas) -> None:
        canvas._code.append("/OC /draft BDC")
        write(canvas, 2, 1, " Hoa Ban", after=ROWS[1][1])
        canvas._code.append("EMC")

    path = draw(tmp_path / "a.pdf", paint)
    layers = f"/OCProperties<</OCGs[{{0}} 0 R]/D<<{state}>>>>"
    fonts = re.findall(rb"/Font (\d+ 0 R)", path.read_bytes())[0].decode()
    resources = f"/Resources<</Font {fonts}/Properties<</draft {{0}} 0 R>>>>"
    add_objects(path, [f"<</Type/OCG/Name(draft){usage}>>"], page=resources, catalog=layers)
    plan = _read(path)
    assert _names(plan)[1] == NAMES[1] + (" Hoa Ban" if shown else "")
    assert bool(_told(plan, NoteCode.HIDDEN_TEXT)) is not shown


# --- withdrawn -------------------------------------------------------------------------


def _strike_cells(*columns: int) -> Paint:
    return lambda canvas: [strike(canvas, 3, column, ROWS[2][column]) for column in columns]


def _strike_by_boxes(canvas: Canvas) -> None:
    for column, text in enumerate(ROWS[2]):
        canvas.rect(COLUMNS[column] + 4, top_of(3) - 12, width_of(text), 0.8, 0, 1)


def _strike_letters(canvas: Canvas) -> None:
    for column, text in enumerate(ROWS[2]):
        for index, letter in enumerate(text):
            x = COLUMNS[column] + 4 + width_of(text[:index])
            canvas.rect(x, top_of(3) - 12, width_of(letter), 0.7, 0, 1)


def _strike_row(canvas: Canvas) -> None:
    canvas.line(COLUMNS[0], top_of(3) - 12, COLUMNS[-1], top_of(3) - 12)


@pytest.mark.parametrize(
    "paint",
    [_strike_cells(0, 1, 2), _strike_cells(1, 2), _strike_cells(1), _strike_by_boxes,
     _strike_letters, _strike_row],
)  # fmt: skip
def test_a_row_struck_through_is_said_and_no_entry(tmp_path: Path, paint: Paint) -> None:
    plan = _read(draw(tmp_path / "a.pdf", paint))
    assert _names(plan) == [*NAMES[:2], NAMES[3]]
    assert "Hội Liên hiệp Phụ nữ" in _told(plan, NoteCode.STRUCK_OUT)[0]


def test_an_annotation_strikes_out_too(tmp_path: Path) -> None:
    path = draw(tmp_path / "a.pdf")
    low, high = top_of(3) - 18, top_of(3) - 6
    marks = []
    for column, text in enumerate(ROWS[2]):
        x0 = COLUMNS[column] + 4
        x1 = x0 + width_of(text)
        marks.append(
            f"<</Type/Annot/Subtype/StrikeOut/F 4/Rect[{x0} {low} {x1} {high}]"
            f"/QuadPoints[{x0} {high} {x1} {high} {x0} {low} {x1} {low}]>>"
        )
    add_objects(path, marks, page="/Annots[{0} 0 R {1} 0 R {2} 0 R]")
    assert _names(_read(path)) == [*NAMES[:2], NAMES[3]]


def test_the_name_that_replaces_one_struck_through_stands_alone(tmp_path: Path) -> None:
    def paint(canvas: Canvas) -> None:
        write(canvas, 3, 1, "Hội Phụ nữ cũ")
        strike(canvas, 3, 1, "Hội Phụ nữ cũ")
        write(canvas, 3, 1, "Hội Phụ nữ mới", after="Hội Phụ nữ cũ ")

    assert _names(_read(draw(tmp_path / "a.pdf", paint, skip=[(3, 1)])))[2] == "Hội Phụ nữ mới"


def test_a_line_under_a_name_does_not_strike_it(tmp_path: Path) -> None:
    def paint(canvas: Canvas) -> None:
        y = top_of(3) - 16.3
        canvas.line(COLUMNS[1] + 4, y, COLUMNS[1] + 4 + width_of(ROWS[2][1]), y)

    assert _names(_read(draw(tmp_path / "a.pdf", paint))) == NAMES


# --- beside the text -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("angle", "size", "gray"), [(45, 80, 0.85), (45, 80, 0.3), (30, 14, 0.6), (0, 70, 0.85)]
)
def test_a_watermark_stands_in_no_cell(
    tmp_path: Path, angle: float, size: float, gray: float
) -> None:
    def paint(canvas: Canvas) -> None:
        canvas.translate(110, top_of(3) - 15)
        canvas.rotate(angle)
        canvas.setFillGray(gray)
        canvas.setFont("plan", size)
        canvas.drawString(0, 0, "DỰ THẢO")

    plan = _read(draw(tmp_path / "a.pdf", paint))
    assert _names(plan) == NAMES
    assert "DỰ THẢO" in _told(plan, NoteCode.WATERMARK)[0]


def test_a_stamp_draws_no_table_and_stands_in_no_cell(tmp_path: Path) -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setStrokeColorRGB(0.8, 0.1, 0.1)
        canvas.setFillColorRGB(0.8, 0.1, 0.1)
        canvas.rect(170, top_of(3) - 10, 110, 45)
        canvas.line(170, top_of(3) + 20, 280, top_of(3) + 20)
        canvas.setFont("plan", 9)
        for index, line in enumerate(("ĐẾN", "Số: 123", "Ngày: 5/4/2024")):
            canvas.drawString(176, top_of(3) + 24 - 13 * index, line)

    plan = _read(draw(tmp_path / "a.pdf", paint))
    assert _names(plan) == NAMES


def test_numbers_of_lines_are_no_ordinals(tmp_path: Path) -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setFont("plan", 7)
        levels = [800 - 18 * index for index in range(6)] + [top_of(row) - 15 for row in range(5)]
        for index, level in enumerate(levels, start=1):
            canvas.drawRightString(40, level, str(index))

    plan = _read(draw(tmp_path / "a.pdf", paint))
    assert _names(plan) == NAMES
    assert plan.facts.number.value == "77/KH-UBND"


@pytest.mark.parametrize("mark", ["1", "(2)", "*", "[3]", "¹"])
def test_the_mark_of_a_note_is_no_part_of_a_name(tmp_path: Path, mark: str) -> None:
    def paint(canvas: Canvas) -> None:
        small = mark != "¹"
        canvas.setFont("plan", 6 if small else SIZE)
        x = COLUMNS[1] + 4 + width_of(ROWS[1][1])
        canvas.drawString(x, top_of(2) - (11 if small else 15), mark)

    assert _names(_read(draw(tmp_path / "a.pdf", paint))) == NAMES


def test_square_metres_keep_their_power(tmp_path: Path) -> None:
    def paint(canvas: Canvas) -> None:
        write(canvas, 2, 2, "Vườn rau 500 m")
        canvas.setFont("plan", 6)
        canvas.drawString(COLUMNS[2] + 4 + width_of("Vườn rau 500 m"), top_of(2) - 11, "2")

    plan = _read(draw(tmp_path / "a.pdf", paint, skip=[(2, 2)]))
    assert plan.frame["model"].iloc[1] == "Vườn rau 500 m2"


# --- letters and what they show --------------------------------------------------------


def test_words_of_two_fonts_stay_whole(tmp_path: Path) -> None:
    def paint(canvas: Canvas) -> None:
        for row, column in _WHOLE:
            x, late = COLUMNS[column] + 4.0, []
            for letter in ROWS[row - 1][column].replace(" ", "\u00a0"):
                font = "Times-Roman" if ord(letter) <= 160 else "plan"
                if font == "plan":
                    late.append((x, letter))
                else:
                    canvas.setFont(font, SIZE)
                    canvas.drawString(x, top_of(row) - 15, letter)
                x += pdfmetrics.stringWidth(letter, font, SIZE)
            canvas.setFont("plan", SIZE)
            for place, letter in late:
                canvas.drawString(place, top_of(row) - 15, letter)

    plan = _read(draw(tmp_path / "a.pdf", paint, skip=_WHOLE))
    assert _names(plan) == NAMES


def test_half_a_name_in_outlines_is_never_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.read.scan.words.engine.is_ready", lambda *_: False)
    monkeypatch.setattr("pipeline.read.pdf.reader.is_ready", lambda *_: False)

    def paint(canvas: Canvas) -> None:
        write(canvas, 1, 1, "Ông Lò Văn")
        x = COLUMNS[1] + 4 + width_of("Ông Lò Văn ")
        _draw_box_letters(canvas, x, top_of(1) - 15)

    plan = _read(draw(tmp_path / "a.pdf", paint, skip=[(1, 1)]))
    flags = list(plan.frame["flags"])
    assert Flag.CELL_UNCERTAIN in flags[0]
    assert not any(Flag.CELL_UNCERTAIN in one for one in flags[1:])
    assert _told(plan, "cell-drawn")


def _draw_box_letters(canvas: Canvas, x: float, y: float) -> None:
    """Draw strokes like those of letters: curves, filled."""
    for index in range(4):
        path = canvas.beginPath()
        left = x + 6 * index
        path.moveTo(left, y)
        for step in range(4):
            path.curveTo(left + 1, y + 2 * step, left + 4, y + 2 * step, left + 4, y + 2 * step + 2)
        path.lineTo(left + 2, y)
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)


_ENGLISH = ["Dried straw mushroom, grade A, box of 20, OC-3-001", "Wild forest honey 500 ml"] * 8
_TYPED_BARE = ["Ho va ten cua cac ca nhan dien hinh tien tien duoc nhan rong"] * 12
_MARKED = ["Hộ gia đình bà Lê Thị Huệ, tổ dân phố số 3, phường Dân Chủ có mô hình tốt"] * 12


def _draw_lines(path: Path, font: str, pages: Sequence[Sequence[str]]) -> Path:
    pdfmetrics.registerFont(ttfonts.TTFont(font, FONTS / "plan-serif-regular.ttf"))
    canvas = Canvas(str(path), pageCompression=1)
    for lines in pages:
        canvas.setFont(font, 12)
        for index, line in enumerate(lines):
            canvas.drawString(70, 780 - 20 * index, line)
        canvas.showPage()
    canvas.save()
    return path


@pytest.mark.parametrize("lines", [_ENGLISH, _TYPED_BARE])
def test_sound_letters_are_taken_in_any_language(tmp_path: Path, lines: list[str]) -> None:
    document = read(identify(_draw_lines(tmp_path / "a.pdf", "sound", [lines])))
    assert not document.notes
    assert lines[0] in " ".join(block.text for block in document.blocks if hasattr(block, "text"))


def test_letters_that_lost_the_marks_that_are_painted_are_rubbish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.read.scan.words.engine.is_ready", lambda *_: False)
    whole = ttfonts.makeToUnicodeCMap

    def lose_marks(fontname: str, subset: list[int]) -> str:
        return str(whole(fontname, [ord(strip_marks(chr(code))[0]) for code in subset]))

    monkeypatch.setattr(ttfonts, "makeToUnicodeCMap", lose_marks)
    document = read(identify(_draw_lines(tmp_path / "a.pdf", "lossy", [_MARKED])))
    assert [note.code for note in document.notes] == ["page-needs-ocr"]


@pytest.mark.parametrize(("share", "code"), [(0.0, "page-unread"), (0.9, "page-damaged")])
def test_a_damaged_page_is_named(tmp_path: Path, share: float, code: str) -> None:
    numbers = Random(1)
    lines = [
        [f"Trang {page}: hộ số {numbers.random()} {numbers.random()}" for _ in range(36)]
        for page in range(3)
    ]
    path = _draw_lines(tmp_path / "a.pdf", "sound", lines)
    data = bytearray(path.read_bytes())
    contents = list(re.finditer(rb"/ASCII85Decode.*?/Length (\d+)\s*>>\s*stream\r?\n", data))
    start = contents[1].end() + int(share * int(contents[1][1]))
    data[start : start + 10] = b"5sdq,77Kd<"
    path.write_bytes(data)
    (note,) = read(identify(path)).notes
    assert (note.code, note.where, note.doubt) == (code, "trang 2", True)
