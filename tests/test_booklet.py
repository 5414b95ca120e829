"""The booklet for the media: what it says, how it is grouped, found, printed and heard."""

from __future__ import annotations

import runpy
import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pdfplumber
import pytest
from docx.oxml.ns import qn

from pipeline.classify.fields import field_names
from pipeline.follow_up import Assessment
from pipeline.frame import make_frame
from pipeline.model import Year
from pipeline.problems import BadSettings
from pipeline.settings import PlaceSettings, Settings
from pipeline.write.booklet import booklet_values, find_fields
from pipeline.write.sheets.names import Names
from pipeline.write.web.booklet import write_booklet_web
from pipeline.write.word.booklet import write_booklet_word
from tests.sample_year import make_entry, make_plan, make_sample_frame, read_sample
from tests.test_word import FACTS, OFFICE

ROOT = Path(__file__).parents[1]
SETTINGS = Settings(office=OFFICE, place=PlaceSettings(district="thành phố Hòa Bình"))
NAMES = Names(field_names())
TOLD = Assessment(
    "0",
    "",
    "",
    stage="spread",
    state="spread-well",
    figures={"learners": 12, "money": 45000},
    total=86.5,
    remark="Thu nhập <b>tăng</b> & ổn định.",
)
CHROMIUM = shutil.which("chromium")
OFFICE_PROGRAM = shutil.which("soffice")


def _values(assessments: dict[str, Assessment] | None = None, **more: Any) -> dict[str, Any]:
    frame = make_sample_frame()
    year = Year(2023, (make_plan(frame, FACTS),), frame)
    return booklet_values(year, SETTINGS, NAMES, assessments or {}, **more)


def _lines(path: Path) -> list[str]:
    paper = docx.Document(str(path))
    return [
        "".join(text.text or "" for text in line.iter(qn("w:t")))
        for line in paper.element.body.iter(qn("w:p"))
    ]


def test_each_model_stands_once_under_its_field_in_the_order_of_the_taxonomy(
    tmp_path: Path,
) -> None:
    lines = _lines(write_booklet_word(_values(), tmp_path / "booklet.docx"))
    body = lines[lines.index("SẢN XUẤT, KINH DOANH") :]
    for entry in read_sample():
        title = entry["model"][:1].upper() + entry["model"][1:]
        assert body.count(title) == 1
    names = list(field_names().values())
    used = [line for line in body if line in {name.upper() for name in names}]
    assert used == sorted(used, key=[name.upper() for name in names].index)
    assert len(used) == len({entry["field"] for entry in read_sample()})


def test_effects_come_from_the_forms_and_stay_visible_blanks_without_one(tmp_path: Path) -> None:
    lines = _lines(write_booklet_word(_values({"0": TOLD}), tmp_path / "booklet.docx"))
    assert "Nhân rộng tốt" in lines
    assert "45.000" in lines
    assert "86,5/100" in lines
    assert TOLD.remark in lines
    assert lines.count("[…chưa có phiếu theo dõi, đánh giá của đơn vị…]") == 34


def test_models_that_are_no_longer_kept_are_not_introduced() -> None:
    values = _values({"0": Assessment("0", "", "", state="ended")})
    titles = [model["ten"] for field in values["linh_vuc"] for model in field["mo_hinh"]]
    assert "Trang trại hữu cơ" not in titles
    assert (values["so_mo_hinh"], values["khong_duy_tri"]) == (34, 1)


def test_only_the_asked_fields_are_printed() -> None:
    fields = find_fields(["Bảo vệ môi trường", "y-te"], field_names())
    values = _values(fields=fields)
    assert [field["ten"] for field in values["linh_vuc"]] == ["Bảo vệ môi trường"]
    assert values["so_mo_hinh"] == 2


def test_an_unknown_field_names_the_nearest() -> None:
    with pytest.raises(BadSettings, match="Bảo vệ môi trường"):
        find_fields(["bảo vệ mội trường"], field_names())


def test_a_long_model_moves_the_pages_after_it() -> None:
    long = make_entry(subject="Ông A", model="Một", content="Trồng cây gây rừng. " * 400)
    short = make_entry(subject="Ông B", model="Hai")
    frame = make_frame([long, short])
    values = booklet_values(Year(2023, (make_plan(frame),), frame), SETTINGS, NAMES, {})
    pages = [model["trang"] for field in values["linh_vuc"] for model in field["mo_hinh"]]
    assert pages[0] == 1
    assert pages[1] > 2


def test_every_line_of_the_contents_leads_to_its_own_place(tmp_path: Path) -> None:
    entries = [make_entry(subject=f"Ông {n}", model=f"Mô hình {n}") for n in range(1100)]
    frame = make_frame(entries)
    values = booklet_values(Year(2023, (make_plan(frame),), frame), SETTINGS, NAMES, {})
    body = docx.Document(str(write_booklet_word(values, tmp_path / "b.docx"))).element.body
    marks = list(body.iter(qn("w:bookmarkStart")))
    numbers = [mark.get(qn("w:id")) for mark in marks]
    assert all(number.isdecimal() for number in numbers)
    assert len(set(numbers)) == len(numbers) == 1101
    names = [mark.get(qn("w:name")) for mark in marks]
    assert {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))} == set(names)
    last = list(body.iter(qn("w:hyperlink")))[-1]
    assert "".join(text.text for text in last.iter(qn("w:t"))).endswith("1100")


def test_titles_of_one_name_stand_in_the_contents_with_their_subject(tmp_path: Path) -> None:
    entries = [
        make_entry(subject="Tổ 3", model="Hiến máu nhân đạo", field="y-te"),
        make_entry(subject="Tổ 9", model="Hiến máu nhân đạo", field="y-te"),
        make_entry(subject="Tổ 4", model="Tủ thuốc", field="y-te"),
    ]
    frame = make_frame(entries)
    values = booklet_values(Year(2023, (make_plan(frame),), frame), SETTINGS, NAMES, {})
    path = write_booklet_word(values, tmp_path / "b.docx")
    paper = docx.Document(str(path))
    links = [
        "".join(text.text for text in link.iter(qn("w:t")))
        for link in paper.element.body.iter(qn("w:hyperlink"))
    ]
    titles = [link.rstrip("0123456789") for link in links[1:]]
    assert titles == ["Hiến máu nhân đạo (Tổ 3)", "Tủ thuốc", "Hiến máu nhân đạo (Tổ 9)"]
    page = write_booklet_web(values, tmp_path / "b.html").read_text(encoding="utf-8")
    assert ">Hiến máu nhân đạo (Tổ 9)</a></li>" in page
    assert paper.styles["toc 1"].paragraph_format.keep_with_next


def test_the_shipped_template_is_what_the_tool_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "tools")
    made = runpy.run_path(str(ROOT / "tools" / "build_booklet.py"))["build"]()
    shipped = ROOT / "pipeline" / "data" / "templates" / "booklet.docx"
    assert _body(made) == _body(shipped.read_bytes())


def _body(data: bytes) -> bytes:
    return zipfile.ZipFile(BytesIO(data)).read("word/document.xml")


@pytest.mark.slow
@pytest.mark.skipif(OFFICE_PROGRAM is None, reason="needs LibreOffice")
@pytest.mark.parametrize("length", [1, 30])
def test_the_contents_name_the_page_of_each_model(tmp_path: Path, length: int) -> None:
    frame = make_sample_frame()
    frame["content"] = [f"Cách làm thứ {n}. " * length * (n % 9) for n in range(len(frame))]
    year = Year(2023, (make_plan(frame, FACTS),), frame)
    values = booklet_values(year, SETTINGS, NAMES, {"0": TOLD})
    path = write_booklet_word(values, tmp_path / "booklet.docx")
    command = [OFFICE_PROGRAM or "", "--headless", "--convert-to", "pdf", "--outdir"]
    home = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run([*command, str(tmp_path), home, str(path)], check=True, capture_output=True)
    models = [model for field in values["linh_vuc"] for model in field["mo_hinh"]]
    with pdfplumber.open(tmp_path / "booklet.pdf") as pdf:
        pages = [" ".join((page.extract_text() or "").split()) for page in pdf.pages]
    front = next(number for number, page in enumerate(pages) if page.startswith("1 "))
    for model in models:
        page = unicodedata.normalize("NFC", pages[front + model["trang"] - 1])
        assert page.startswith(model["so_trang"])
        assert model["ten"] in page


# --- the web page --------------------------------------------------------------------


@pytest.fixture
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("needs Chromium")
    with sync_api.sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


def _open(browser: Any, path: Path) -> Any:
    page = browser.new_page()
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("pageerror", lambda error: page.asked.append(str(error)))
    page.goto(path.as_uri())
    return page


def _wait_for_all(page: Any) -> None:
    """The search is run after the browser has emptied the boxes."""
    page.wait_for_function("document.querySelectorAll('article:not([hidden])').length === 35")


def test_texts_of_plans_and_forms_stay_text(tmp_path: Path) -> None:
    page = write_booklet_web(_values({"0": TOLD}), tmp_path / "b.html").read_text("utf-8")
    assert "Thu nhập &lt;b&gt;tăng&lt;/b&gt; &amp; ổn định." in page


@pytest.mark.slow
def test_the_page_is_searched_with_and_without_accents(browser: Any, tmp_path: Path) -> None:
    page = _open(browser, write_booklet_web(_values({"0": TOLD}), tmp_path / "b.html"))
    models = page.locator("article:visible")
    assert models.count() == 35
    for words in ("đà điểu", "DA DIEU", "dieu da yen mong"):
        page.fill("#words", words)
        assert models.count() == 1
        assert "Chăn nuôi đà điểu thương phẩm" in models.inner_text()
        assert page.locator("nav li:visible").count() == 1
    assert page.inner_text("#found") == "Tìm thấy 1/35 mô hình, điển hình."
    page.fill("#words", "không có chữ này")
    assert models.count() == 0
    assert page.inner_text("#found").startswith("Không có")
    page.click("text=Xóa")
    _wait_for_all(page)
    page.select_option("#field", label="Bảo vệ môi trường (2)")
    assert models.count() == 2
    assert page.asked == [page.url]


@pytest.mark.slow
def test_the_page_prints_one_model_a_page(browser: Any, tmp_path: Path) -> None:
    page = _open(browser, write_booklet_web(_values(), tmp_path / "b.html"))
    page.pdf(path=tmp_path / "b.pdf", prefer_css_page_size=True)
    with pdfplumber.open(tmp_path / "b.pdf") as pdf:
        pages = [page.extract_text() or "" for page in pdf.pages]
        assert {(round(page.width), round(page.height)) for page in pdf.pages} <= {(595, 842)}
    assert sum("Nguồn:" in text for text in pages) == 35
    assert not any(text.count("Nguồn:") > 1 for text in pages)
    assert "gõ có dấu" not in pages[0]


@pytest.mark.slow
def test_the_page_passes_an_accessibility_check(browser: Any, tmp_path: Path) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = _open(browser, write_booklet_web(_values({"0": TOLD}), tmp_path / "b.html"))
    for words in ("", "đà điểu", "không có chữ này"):
        page.fill("#words", words)
        found = axe.Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.slow
def test_the_page_is_used_by_keyboard_alone(browser: Any, tmp_path: Path) -> None:
    page = _open(browser, write_booklet_web(_values(), tmp_path / "b.html"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Tab")
    page.keyboard.type("da dieu")
    assert page.locator("article:visible").count() == 1
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    _wait_for_all(page)
