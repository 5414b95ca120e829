from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.problems import ReaderMissing
from pipeline.read import identify, read
from pipeline.read.pdf.judge import judge_page
from pipeline.read.pdf.pdfium import read_page
from pipeline.read.scan.words.engine import check, find_data
from pipeline.settings import ScanSettings
from tests.build_plan import Layout, build, make_rows

_FONT = Path(__file__).parent / "fonts" / "plan-serif-regular.ttf"
_LINES = [
    "Hộ gia đình bà Lê Thị Huệ, tổ dân phố số 3, phường Dân Chủ có mô hình tốt",
    "Điển hình tiên tiến trong lĩnh vực văn hóa - xã hội với mô hình mới",
] * 14


@pytest.fixture
def pages(tmp_path: Path) -> pypdfium2.PdfDocument:
    """A plan drawn as text."""
    path = tmp_path / "plan.pdf"
    build(make_rows(12, seed=3), Layout(), path)
    return pypdfium2.PdfDocument(path)


def _picture_of(pages: pypdfium2.PdfDocument) -> ImageReader:
    return ImageReader(pages[0].render(scale=2).to_pil())


def _canvas(path: Path) -> Canvas:
    pdfmetrics.registerFont(TTFont("plan", _FONT))
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.setFont("plan", 12)
    return canvas


def _judge(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    return judge_page(read_page(document, 1), document)


def _write(canvas: Canvas, lines: list[str]) -> None:
    for index, line in enumerate(lines):
        canvas.drawString(70, 780 - 20 * index, line)


def test_every_page_drawn_as_text_is_taken_as_text(pages: pypdfium2.PdfDocument) -> None:
    found = {judge_page(read_page(pages, n + 1), pages) for n in range(len(pages))}
    assert found == {""}


def test_blank_page_needs_nothing(tmp_path: Path) -> None:
    canvas = _canvas(tmp_path / "a.pdf")
    canvas.showPage()
    canvas.save()
    assert _judge(tmp_path / "a.pdf") == ""


def test_page_that_is_a_picture(tmp_path: Path, pages: pypdfium2.PdfDocument) -> None:
    canvas = _canvas(tmp_path / "a.pdf")
    canvas.drawImage(_picture_of(pages), 0, 0, 595, 842)
    canvas.save()
    assert _judge(tmp_path / "a.pdf") == "picture"


def test_stamp_of_a_signature_is_not_the_text(tmp_path: Path, pages: pypdfium2.PdfDocument) -> None:
    canvas = _canvas(tmp_path / "a.pdf")
    canvas.drawImage(_picture_of(pages), 0, 0, 595, 842)
    _write(canvas, ["Người ký: ỦY BAN NHÂN DÂN", "Thời gian ký: 15.03.2023 16:02:11 +07:00"])
    canvas.save()
    assert _judge(tmp_path / "a.pdf") == "stamp-only"


def test_letters_under_the_picture_that_shows_them_are_a_layer(tmp_path: Path) -> None:
    canvas = _canvas(tmp_path / "text.pdf")
    _write(canvas, _LINES)
    canvas.save()
    shown = _picture_of(pypdfium2.PdfDocument(tmp_path / "text.pdf"))
    canvas = _canvas(tmp_path / "a.pdf")
    _write(canvas, _LINES)
    canvas.drawImage(shown, 0, 0, 595, 842)
    canvas.save()
    assert _judge(tmp_path / "a.pdf") == "layer"


def test_letters_over_a_ground_that_is_a_picture_are_text(
    tmp_path: Path, pages: pypdfium2.PdfDocument
) -> None:
    blank = ImageReader(pages[0].render(scale=1).to_pil().point(lambda _: 250))
    canvas = _canvas(tmp_path / "a.pdf")
    canvas.drawImage(blank, 0, 0, 595, 842)
    _write(canvas, _LINES)
    canvas.save()
    assert _judge(tmp_path / "a.pdf") == ""


def test_table_pasted_as_a_picture_below_some_text(
    tmp_path: Path, pages: pypdfium2.PdfDocument
) -> None:
    canvas = _canvas(tmp_path / "a.pdf")
    _write(canvas, _LINES[:4])
    canvas.drawImage(_picture_of(pages), 60, 100, 480, 560)
    canvas.save()
    assert _judge(tmp_path / "a.pdf") == "partial"


def test_seal_and_signature_do_not_make_a_page_poor(
    tmp_path: Path, pages: pypdfium2.PdfDocument
) -> None:
    canvas = _canvas(tmp_path / "a.pdf")
    _write(canvas, _LINES)
    canvas.circle(420, 150, 45, stroke=1, fill=0)
    canvas.bezier(400, 130, 440, 190, 460, 100, 500, 160)
    canvas.save()
    assert _judge(tmp_path / "a.pdf") == ""


def test_without_recognition_pages_are_named_and_rubbish_is_not_printed(
    tmp_path: Path, pages: pypdfium2.PdfDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.read.scan.words.engine.is_ready", lambda *_: False)
    canvas = _canvas(tmp_path / "a.pdf")
    _write(canvas, _LINES)
    canvas.showPage()
    canvas.setFont("plan", 12)
    _write(canvas, ["Phịng Nội vụ thực hiện cơng tác thi đua, khen thưởng và khơng ngừng"] * 12)
    canvas.showPage()
    canvas.drawImage(_picture_of(pages), 0, 0, 595, 842)
    canvas.save()
    document = read(identify(tmp_path / "a.pdf"))
    assert {block.page for block in document.blocks if hasattr(block, "page")} == {1}
    notes = {note.where: note for note in document.notes}
    assert set(notes) == {"trang 2", "trang 3"}
    assert all(note.code == "page-needs-ocr" and note.doubt for note in notes.values())
    assert all("dienhinh[ocr]" in note.text for note in notes.values())


def test_without_recognition_an_image_file_says_what_to_install(
    tmp_path: Path, pages: pypdfium2.PdfDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.read.scan.words.engine.is_ready", lambda *_: False)
    pages[0].render(scale=1).to_pil().save(tmp_path / "a.png")
    with pytest.raises(ReaderMissing, match=r"dienhinh\[ocr\]"):
        read(identify(tmp_path / "a.png"))


def test_data_is_found_where_the_office_put_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "vie.traineddata").write_bytes(b"")
    settings = ScanSettings(tessdata=str(tmp_path))
    assert find_data("vie", settings.tessdata) == tmp_path
    (part,) = [part for part in check(settings) if str(tmp_path) in part.name]
    assert part.present
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "vie.traineddata").write_bytes(b"")
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path / "own"))
    assert find_data("vie", settings.tessdata) == tmp_path / "own"
