"""Real recognition: the sample's scan, and plans that a scanner, copier or phone gives."""

from __future__ import annotations

import csv
from io import BytesIO
from pathlib import Path

import pandas as pd
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipeline.job.plan import read_plan
from pipeline.language.keys import squeeze
from pipeline.model import Plan
from pipeline.read.scan.words.engine import check
from pipeline.settings import Settings
from tests.build_plan import LAYOUTS, Truth, build, make_rows
from tests.scans.looks import LOOKS, press_page, save_pages, scan_pdf

GOLDEN = Path(__file__).parent / "golden" / "hoa-binh-2023"
PLACE_FLAGS = ("appendix", "row", "flags")
QUOTES = str.maketrans("“”„’‘–—", '"""\'\'--')

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not all(part.present for part in check()), reason="needs the extra ocr and Tesseract's data"
    ),
]


@pytest.fixture(autouse=True)
def kept_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIENHINH_CACHE", str(tmp_path / "cache"))


def _print_plan(folder: Path, layout: str = "plain", rows: int = 12) -> tuple[Path, Truth]:
    path = folder / "printed.pdf"
    return path, build(make_rows(rows, seed=31), LAYOUTS[layout], path)


def _cells(plan: Plan) -> list[tuple[str, ...]]:
    return [tuple(map(_fold, row.values())) for row in plan.frame["cells"]]


def _fold(text: str) -> str:
    return squeeze(text).translate(QUOTES)


def _assert_read(plan: Plan, truth: Truth, least: float = 0.9) -> None:
    """Every row is there; nearly all are exact, and no other is without its flag."""
    due = [tuple(map(_fold, entry.cells)) for entry in truth.entries]
    found = _cells(plan)
    assert len(found) == len(due)
    wrong = [at for at, (one, other) in enumerate(zip(due, found, strict=True)) if one != other]
    assert len(wrong) <= (1 - least) * len(due)
    assert all("cell-uncertain" in plan.frame["flags"][at] for at in wrong)


def _codes(plan: Plan) -> set[str]:
    return {note.code for note in plan.receipt.notes}


# --- the sample ----------------------------------------------------------------------


def test_every_column_of_every_row_of_the_sample_s_scan() -> None:
    with (GOLDEN / "entries.csv").open(encoding="utf-8", newline="") as file:
        due = pd.DataFrame(list(csv.DictReader(file)))
    frame = read_plan(GOLDEN / "scan.pdf", Settings()).frame
    assert len(frame) == len(due)
    for column in due.columns:
        assert list(frame[column].fillna("")) == list(due[column]), column


def test_every_cell_of_the_sample_s_scan_as_printed() -> None:
    with (GOLDEN / "rows.csv").open(encoding="utf-8", newline="") as file:
        due = [
            (f"{row['no']}.", _fold(row["name_address"]), _fold(row["content"]))
            for row in csv.DictReader(file)
        ]
    assert _cells(read_plan(GOLDEN / "scan.pdf", Settings())) == due


def test_every_doubt_about_the_sample_s_scan_can_be_seen() -> None:
    plan = read_plan(GOLDEN / "scan.pdf", Settings())
    flagged = {
        (appendix, row)
        for appendix, row, flags in zip(*(plan.frame[name] for name in PLACE_FLAGS), strict=True)
        if "cell-uncertain" in flags
    }
    assert {(cell.appendix, row) for cell in plan.unsure for row in cell.rows} == flagged
    for cell in plan.unsure:
        assert all(word in cell.text for word in cell.words)
        assert 0 < cell.confidence < 1
        shown = Image.open(BytesIO(cell.picture))
        assert shown.mode == "L"


# --- looks ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "look",
    ["clean-300", "coarse-150", "faint-200", "sealed-200", "skewed-200", "photo", "turned-180"],
)
def test_rows_whatever_the_machine_makes_of_the_page(tmp_path: Path, look: str) -> None:
    printed, truth = _print_plan(tmp_path)
    scan_pdf(printed, tmp_path / "scan.pdf", LOOKS[look], seed=2)
    plan = read_plan(tmp_path / "scan.pdf", Settings())
    _assert_read(plan, truth)
    assert ("page-turned" in _codes(plan)) == (look == "turned-180")


def test_page_on_its_side_without_saying_so(tmp_path: Path) -> None:
    printed, truth = _print_plan(tmp_path, "nine-columns")
    scan_pdf(printed, tmp_path / "scan.pdf", LOOKS["turned-270"], seed=2)
    _assert_read(read_plan(tmp_path / "scan.pdf", Settings()), truth, 0.7)


def test_table_without_rules(tmp_path: Path) -> None:
    printed, truth = _print_plan(tmp_path, "rules-none")
    scan_pdf(printed, tmp_path / "scan.pdf", LOOKS["clean-300"], seed=2)
    _assert_read(read_plan(tmp_path / "scan.pdf", Settings()), truth, 0.8)


@pytest.mark.parametrize("name", ["scan.tif", "scan.png", "scan.jpg"])
def test_pictures_as_files(tmp_path: Path, name: str) -> None:
    printed, truth = _print_plan(tmp_path, "no-body", rows=7)
    pages = [
        press_page(page.render(scale=200 / 72).to_pil().convert("RGB"), LOOKS["office-200"], 1)
        for page in pypdfium2.PdfDocument(printed)
    ]
    save_pages(pages[:1] if name.endswith(("png", "jpg")) else pages, tmp_path / name,
               LOOKS["office-200"])  # fmt: skip
    _assert_read(read_plan(tmp_path / name, Settings()), truth)


# --- mixed files ---------------------------------------------------------------------


def test_text_pages_and_a_scanned_appendix_are_one_plan(tmp_path: Path) -> None:
    printed, truth = _print_plan(tmp_path)
    scan_pdf(printed, tmp_path / "scan.pdf", LOOKS["office-200"], seed=2)
    mixed = pypdfium2.PdfDocument.new()
    mixed.import_pages(pypdfium2.PdfDocument(printed), [0])
    scan = pypdfium2.PdfDocument(tmp_path / "scan.pdf")
    mixed.import_pages(scan, list(range(1, len(scan))))
    mixed.save(tmp_path / "mixed.pdf")
    plan = read_plan(tmp_path / "mixed.pdf", Settings())
    _assert_read(plan, truth)
    assert plan.facts.number.value == truth.number


def test_swapped_pages_are_put_in_order_and_said(tmp_path: Path) -> None:
    printed, truth = _print_plan(tmp_path, rows=30)
    scan_pdf(printed, tmp_path / "scan.pdf", LOOKS["office-200"], seed=2)
    scan = pypdfium2.PdfDocument(tmp_path / "scan.pdf")
    swapped = pypdfium2.PdfDocument.new()
    order = list(range(len(scan)))
    order[2], order[3] = order[3], order[2]
    swapped.import_pages(scan, order)
    swapped.save(tmp_path / "swapped.pdf")
    plan = read_plan(tmp_path / "swapped.pdf", Settings())
    _assert_read(plan, truth)
    assert "pages-swapped" in _codes(plan)


def test_rubbish_layer_under_the_pictures_is_left_out_and_said(tmp_path: Path) -> None:
    printed, truth = _print_plan(tmp_path)
    canvas = Canvas(str(tmp_path / "layer.pdf"), pagesize=(595, 842))
    for page in pypdfium2.PdfDocument(printed):
        canvas.setFont("Times-Roman", 11)
        for line in range(40):
            canvas.drawString(60, 780 - 18 * line, "HQ va ten dien hinh tien tien duoc nhan r0ng")
        picture = press_page(page.render(scale=200 / 72).to_pil().convert("RGB"),
                             LOOKS["office-200"], 1)  # fmt: skip
        canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    plan = read_plan(tmp_path / "layer.pdf", Settings())
    _assert_read(plan, truth)
    assert "page-recognised" in _codes(plan)
