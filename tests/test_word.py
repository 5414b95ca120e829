"""What the annual report says, in which form, and what an officer's own template may do."""

from __future__ import annotations

import runpy
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pandas as pd
import pdfplumber
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from pipeline.classify.fields import field_names
from pipeline.frame import make_frame
from pipeline.model import Fact, Note, PlanFacts, Year
from pipeline.problems import BadSettings
from pipeline.settings import OfficeSettings, PlaceSettings, Settings
from pipeline.write.sheets.names import Names
from pipeline.write.sheets.sheet import Sheet
from pipeline.write.sheets.year import year_sheets
from pipeline.write.word.report import write_report
from tests.sample_year import make_entry, make_plan, make_sample_frame

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "pipeline" / "data" / "templates" / "annual-report.docx"
TOOL = ROOT / "tools" / "build_template.py"

# The 19 communes of thành phố Hòa Bình up to 30/6/2025.
COMMUNES = (
    *(f"phường {name}" for name in ("Tân Hòa", "Hữu Nghị", "Tân Thịnh", "Đồng Tiến")),
    *(f"phường {name}" for name in ("Phương Lâm", "Quỳnh Lâm", "Thịnh Lang", "Trung Minh")),
    *(f"phường {name}" for name in ("Thái Bình", "Dân Chủ", "Thống Nhất", "Kỳ Sơn")),
    *(f"xã {name}" for name in ("Yên Mông", "Hòa Bình", "Mông Hóa", "Độc Lập", "Thịnh Minh")),
    *(f"xã {name}" for name in ("Hợp Thành", "Quang Tiến")),
)
CITY = "Ủy ban nhân dân thành phố Hòa Bình"
FACTS = PlanFacts(
    number=Fact("81/KH-UBND"),
    issued_on=Fact("2023-03-13"),
    issuer=Fact(CITY),
    title=Fact("KẾ HOẠCH Triển khai nhân rộng mô hình, điển hình tiên tiến"),
    plan_year=Fact("2023"),
)
OFFICE = OfficeSettings(
    issuer=CITY,
    symbol="BC-UBND",
    issued_at="Thành phố Hòa Bình",
    standing_office="Phòng Nội vụ",
    addressees=("Ban Thi đua - Khen thưởng tỉnh Hòa Bình",),
    distribution=("Chủ tịch, các Phó Chủ tịch Ủy ban nhân dân thành phố",),
    archive="VT, NV",
    signer_authority=("TM. Ủy ban nhân dân", "KT. Chủ tịch"),
    signer_title="Phó Chủ tịch",
    signer_name="Nguyễn Văn A",
)
FULL = Settings(office=OFFICE, place=PlaceSettings(district="thành phố Hòa Bình"))


def make_report_year(
    frame: pd.DataFrame, last: pd.DataFrame | None = None, facts: Sequence[PlanFacts] = (FACTS,)
) -> Year:
    return Year(2023, tuple(make_plan(frame, fact) for fact in facts), frame, last)


def write(
    folder: Path,
    year: Year | None = None,
    settings: Settings = FULL,
    template: Path | None = None,
    communes: tuple[str, ...] = (),
) -> Path:
    year = year or make_report_year(make_sample_frame())
    names = Names(field_names(), communes)
    path = folder / "bao-cao-nam-2023.docx"
    return write_report(year, year_sheets(year, names), settings, path, template, names)


def read(path: Path) -> Document:
    return docx.Document(str(path))


def all_paragraphs(document: Document) -> list[Paragraph]:
    return [Paragraph(element, document) for element in document.element.body.iter(qn("w:p"))]


def body_text(document: Document) -> str:
    """The text before the appendices, a line a paragraph."""
    text = "\n".join(paragraph.text for paragraph in all_paragraphs(document))
    return text.partition("\nPhụ lục I\n")[0]


def table_rows(document: Document, heading: str, width: int) -> list[list[str]]:
    """The rows of the first table with so many columns whose second column has this heading."""
    for table in document.tables:
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        if len(rows[0]) == width and rows[0][1] == heading:
            return rows
    raise AssertionError(f"no table of {heading}")


# --- what it says --------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Document:
    return read(write(tmp_path_factory.mktemp("sample"), communes=COMMUNES))


@pytest.mark.parametrize(
    "sentence",
    [
        "Năm 2023, trên địa bàn thành phố Hòa Bình có 35 mô hình, điển hình tiên tiến được nhân "
        "rộng, gồm 28 tập thể, 4 cá nhân, 3 hộ gia đình.",
        "Lĩnh vực có nhiều mô hình nhất là giáo dục, đào tạo, khuyến học (15 mô hình, chiếm "
        "42,9%), tiếp đến là sản xuất, kinh doanh (6 mô hình, chiếm 17,1%).",
        "Có 11/19 xã, phường có mô hình được nhân rộng; đơn vị có nhiều mô hình nhất: phường "
        "Thống Nhất (4 mô hình).",
        "- Kế hoạch số 81/KH-UBND ngày 13/3/2023 của Ủy ban nhân dân thành phố Hòa Bình về triển "
        "khai nhân rộng mô hình, điển hình tiên tiến (35 mô hình).",
        "Cơ quan thường trực, tham mưu tổng hợp: Phòng Nội vụ.",
        "Kính gửi: Ban Thi đua - Khen thưởng tỉnh Hòa Bình",
        "+ Trang trại hữu cơ (Hộ gia đình bà Đinh Thị Bích Liên, tổ dân phố số 13, phường Dân "
        "Chủ);",
        "+ Ngã ba văn minh “Hãy là người văn minh khi tham gia giao thông” (Đoàn thanh niên "
        "phường Thống Nhất);",
        "[…chưa có số liệu năm 2022 để so sánh, cơ quan bổ sung…]",
        "- Như trên;",
        "- Chủ tịch, các Phó Chủ tịch Ủy ban nhân dân thành phố;",
        "- Lưu: VT, NV.",
        "TM. ỦY BAN NHÂN DÂN",
        "PHÓ CHỦ TỊCH",
        "Nguyễn Văn A",
    ],
)
def test_sample_says(sample: Document, sentence: str) -> None:
    assert sentence in body_text(sample).split("\n")


def test_fields_without_models_are_named_and_others_are_not(sample: Document) -> None:
    line = next(
        line
        for line in body_text(sample).split("\n")
        if line.startswith("Lĩnh vực chưa có mô hình")
    )
    names = field_names()
    used = set(make_sample_frame()["field"])
    for code, name in names.items():
        expected = code not in used and code != "khac"
        assert (name[1:] in line) == expected, name


def test_sections_stand_in_order(sample: Document) -> None:
    headings = [
        paragraph.text for paragraph in sample.paragraphs if paragraph.style.name == "Heading 1"
    ]
    assert [heading.partition(".")[0] for heading in headings] == ["I", "II", "III", "IV", "V"]
    results = [
        paragraph.text for paragraph in sample.paragraphs if paragraph.style.name == "Heading 3"
    ]
    assert [heading[:2] for heading in results] == ["a)", "b)", "c)", "d)"]


@pytest.mark.parametrize("heading", ["Lĩnh vực", "Địa bàn"])
def test_rows_of_a_table_add_up_to_its_total(sample: Document, heading: str) -> None:
    _, *rows, total = table_rows(sample, heading, 7)
    for column in range(2, 6):
        assert sum(int(row[column]) for row in rows) == int(total[column])
    assert total[2] == "35"


def test_year_before_is_compared_only_where_it_is_known(sample: Document, tmp_path: Path) -> None:
    alone = body_text(sample)
    assert "tăng " not in alone.lower()
    assert "giảm " not in alone.replace("giảm nghèo", "").lower()
    frame = make_sample_frame()
    year = make_report_year(frame, frame.iloc[:30])
    compared = read(write(tmp_path, year))
    assert "được nhân rộng (tăng 5 mô hình so với năm 2022), gồm" in body_text(compared)
    *_, total = table_rows(compared, "Lĩnh vực", 5)
    assert total == ["", "Tổng cộng", "30", "35", "+5"]


@pytest.mark.parametrize(
    ("this", "last", "words"),
    [(10, 35, "giảm 25 mô hình so với năm 2022"), (35, 35, "bằng năm trước")],
)
def test_fewer_or_as_many(tmp_path: Path, this: int, last: int, words: str) -> None:
    frame = make_sample_frame()
    year = make_report_year(frame.iloc[:this], frame.iloc[:last])
    assert f"được nhân rộng ({words}), gồm" in body_text(read(write(tmp_path, year)))


def test_text_under_a_table_keeps_its_distance(tmp_path: Path) -> None:
    frame = make_sample_frame()
    document = read(write(tmp_path, make_report_year(frame, frame.iloc[:30])))
    under = next(p for p in document.paragraphs if p.text.startswith("Trong 35 mô hình"))
    assert under._p.getprevious().tag == qn("w:tbl")
    assert under.paragraph_format.space_before.pt >= 6


def test_thousands_and_unknown_kinds(tmp_path: Path) -> None:
    entries = [make_entry(subject=f"Tổ {n}", model="M", field="khac", row=n) for n in range(1234)]
    text = body_text(read(write(tmp_path, make_report_year(make_frame(entries)))))
    assert "có 1.234 mô hình" in text
    assert "0 hộ gia đình, 1.234 chưa rõ đối tượng." in text
    assert "Lĩnh vực có nhiều mô hình nhất" not in text


def test_communes_in_all_are_counted_only_where_they_are_known(tmp_path: Path) -> None:
    assert "\nCó 11 xã, phường có mô hình" in body_text(read(write(tmp_path)))
    outside = COMMUNES[:10]  # the plan names communes that this list does not hold
    assert "\nCó 11 xã, phường có mô hình" in body_text(read(write(tmp_path, communes=outside)))


def test_plans_of_several_bodies_make_one_report(tmp_path: Path) -> None:
    ward = PlanFacts(issuer=Fact("Ủy ban nhân dân phường Dân Chủ"), number=Fact("9/QĐ-UBND"))
    year = make_report_year(make_sample_frame(), facts=(FACTS, ward))
    text = body_text(read(write(tmp_path, year, Settings())))
    assert f"của 2 cơ quan (Ủy ban nhân dân phường Dân Chủ; {CITY})" in text
    assert "- Quyết định số 9/QĐ-UBND ngày […] của Ủy ban nhân dân phường Dân Chủ về […]" in text
    assert "Số: …/[…]" in text  # whose report it is, the plans do not agree


def test_place_and_issuer_come_from_plans_that_agree(tmp_path: Path) -> None:
    text = body_text(read(write(tmp_path, settings=Settings())))
    assert "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÒA BÌNH" in text
    assert "Số: …/BC-UBND" in text
    assert "trên địa bàn thành phố Hòa Bình có 35" in text


def test_doubts_left_open_are_said(tmp_path: Path) -> None:
    entry = make_entry(subject="Tổ 3", model="M", flags=["commune-unknown"])
    frame = make_frame([entry])
    plan = make_plan(frame, FACTS, notes=(Note("number-blank", "Chưa có số"),))
    text = body_text(read(write(tmp_path, Year(2023, (plan,), frame))))
    assert "[…còn 2 mục cần kiểm tra ở 1 văn bản" in text
    assert "cần kiểm tra" not in body_text(read(write(tmp_path)))


def test_text_of_a_plan_is_never_markup(tmp_path: Path) -> None:
    model = 'A & B <w:br/> {{ tong }} "x"\x07'
    entry = make_entry(subject="Tổ 3 <số 4>", subject_kind="collective", model=model, field="khac")
    document = read(write(tmp_path, make_report_year(make_frame([entry]))))
    expected = 'A & B <w:br/> {{ tong }} "x"'
    assert f"+ {expected} (Tổ 3 <số 4>)." in body_text(document)
    assert expected in {cell.text for row in document.tables[-1].rows for cell in row.cells}


# --- in which form -------------------------------------------------------------------


def test_blanks_are_highlighted_and_nothing_else_is_empty(tmp_path: Path) -> None:
    year = make_report_year(make_sample_frame(), facts=(PlanFacts(),))
    document = read(write(tmp_path, year, Settings()))
    blank = 0
    for paragraph in all_paragraphs(document):
        for run in paragraph.runs:
            marked = run.font.highlight_color == WD_COLOR_INDEX.YELLOW
            assert marked == run.text.startswith(("[…", "…")), run.text
            blank += marked
    text = body_text(document)
    assert "None" not in text
    assert text.count("[…cơ quan bổ sung…]") == 12
    assert "Kính gửi: […]" in text
    assert "trên địa bàn […] có 35 mô hình" in text
    assert blank > 20


def test_page_and_type_are_those_of_the_decree(sample: Document) -> None:
    first = sample.sections[0]
    assert (round(first.page_width.mm), round(first.page_height.mm)) == (210, 297)
    assert 30 <= round(first.left_margin.mm) <= 35
    assert 15 <= round(first.right_margin.mm) <= 20
    assert all(20 <= round(side.mm) <= 25 for side in (first.top_margin, first.bottom_margin))
    fonts = {node.get(qn("w:ascii")) for node in sample.styles.element.iter(qn("w:rFonts"))}
    assert "Times New Roman" in fonts
    body = sample.styles["Nội dung"]
    assert body.font.size.pt == 14
    assert round(body.paragraph_format.first_line_indent.cm, 2) == 1.27
    assert body.paragraph_format.space_after.pt >= 6


def test_page_numbers(sample: Document) -> None:
    header = sample.sections[0].header
    assert "PAGE" in header._element.xml
    for section in sample.sections:
        assert section.different_first_page_header_footer
        assert not section.first_page_header.paragraphs[0].text
    starts = [section._sectPr.find(qn("w:pgNumType")) for section in sample.sections[1:]]
    assert [start.get(qn("w:start")) for start in starts] == ["1"] * 6


def test_letterhead_has_drawn_rules(sample: Document) -> None:
    text = body_text(sample)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc" in text
    assert "__" not in text
    rules = [p for p in all_paragraphs(sample) if p._p.pPr.find(qn("w:pBdr")) is not None]
    assert len(rules) == 3
    assert not any(rule.text for rule in rules)


def test_appendices_are_landscape_sections_with_their_own_tables(sample: Document) -> None:
    assert len(sample.sections) == 7
    assert sample.sections[0].orientation == WD_ORIENT.PORTRAIT
    assert all(part.orientation == WD_ORIENT.LANDSCAPE for part in sample.sections[1:])
    titles = [p.text for p in sample.paragraphs if p.text.startswith("Phụ lục ")]
    assert titles == [f"Phụ lục {number}" for number in ("I", "II", "III", "IV", "V", "VI")]
    names = Names(field_names(), COMMUNES)
    sheets = year_sheets(make_report_year(make_sample_frame()), names)
    for table, sheet in zip(sample.tables[-6:], sheets, strict=True):
        assert len(table.rows) == len(sheet.frame) + 1
        headings = [cell.text for cell in table.rows[0].cells]
        assert set(headings) <= set(sheet.frame.columns)
        for number, row in enumerate(table.rows):
            assert row._tr.trPr.find(qn("w:cantSplit")) is not None
            assert (row._tr.trPr.find(qn("w:tblHeader")) is not None) == (number == 0)
        assert sum(cell.width.cm for cell in table.rows[0].cells) <= 25.3


def test_several_addressees_stand_on_a_line_each(tmp_path: Path) -> None:
    office = OFFICE.model_copy(update={"addressees": ("Sở Nội vụ", "Ủy ban nhân dân tỉnh")})
    text = body_text(read(write(tmp_path, settings=Settings(office=office))))
    assert "Kính gửi:\n- Sở Nội vụ;\n- Ủy ban nhân dân tỉnh." in text


def test_a_report_is_the_same_whenever_it_is_written(tmp_path: Path) -> None:
    first = write(tmp_path).read_bytes()
    assert write(tmp_path).read_bytes() == first
    with zipfile.ZipFile(BytesIO(first)) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def convert(path: Path, kind: str, folder: Path) -> Path:
    """What LibreOffice makes of a file."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, "--headless", profile, "--convert-to", kind, "--outdir", str(folder)]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=120)
    return folder / f"{path.stem}.{kind}"


@pytest.mark.slow
def test_report_prints(tmp_path: Path) -> None:
    entries = [make_entry(subject=f"Tổ dân phố số {n}", model=f"Mô hình {n}") for n in range(90)]
    path = write(tmp_path, make_report_year(make_frame(entries)))
    with pdfplumber.open(convert(path, "pdf", tmp_path)) as pdf:
        texts = [page.extract_text() for page in pdf.pages]
        wide = [page.width > page.height for page in pdf.pages]
    lines = texts[0].split("\n")
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in lines[0]
    assert texts[1].split("\n")[0] == "2"
    assert wide == sorted(wide)
    listed = [text for text in texts if "Tên mô hình, điển hình" in text]
    assert len(listed) > 3  # the list runs over pages, its heading on each
    assert all(text.strip() for text in texts)


@pytest.mark.slow
def test_template_saved_by_another_program_gives_the_same_report(tmp_path: Path) -> None:
    saved = convert(SHIPPED, "docx", tmp_path)
    own = write(tmp_path, template=saved)
    with pdfplumber.open(convert(own, "pdf", tmp_path)) as pdf:
        printed = [page.extract_text() for page in pdf.pages]
    shipped = write(tmp_path)
    with pdfplumber.open(convert(shipped, "pdf", tmp_path)) as pdf:
        assert [page.extract_text() for page in pdf.pages] == printed


@pytest.mark.parametrize(
    ("written", "read_back"),
    [
        ("Gà & vịt < 5 con > “A”", "Gà & vịt < 5 con > “A”"),
        ("một\thai\nba", "một\thai\nba"),
        ("{{ x }} {% if y %}", "{{ x }} {% if y %}"),
        ("tiếng\x07 kẻng", "tiếng kẻng"),
        (" hai đầu ", " hai đầu "),
        ("nuôi […loài nào…] ở [… ]", "nuôi […loài nào…] ở [… ]"),
    ],
)
def test_rows_say_what_the_frame_says(tmp_path: Path, written: str, read_back: str) -> None:
    frame = make_sample_frame()
    frame = frame.assign(model=[written, *frame["model"].tolist()[1:]])
    document = read(write(tmp_path, make_report_year(frame)))
    texts = [
        cell.text
        for table in document.tables
        for row in table.rows
        for cell in row.cells
        if cell.text.startswith(read_back[:4])
    ]
    assert read_back in texts
    marked = {
        run.text
        for table in document.tables
        for element in table._tbl.iter(qn("w:p"))
        for run in Paragraph(element, document).runs
        if run.font.highlight_color == WD_COLOR_INDEX.YELLOW
    }
    assert {"[…loài nào…]", "[… ]"} <= marked or "[…" not in written


# --- an officer's own template -------------------------------------------------------


def make_template(folder: Path, *lines: str, base: Path | None = None) -> Path:
    document = docx.Document(str(base)) if base else docx.Document()
    for line in lines:
        document.add_paragraph(line)
    path = folder / "mau.docx"
    document.save(str(path))
    return path


def test_own_template_is_used(tmp_path: Path) -> None:
    template = make_template(
        tmp_path,
        "Tổng số: {{ tong }}; {{ nguoi_ky }}",
        "{%p for p in phu_luc %}",
        "{{ p.so }}",
        "{{p p.bang }}",
        "{%p endfor %}",
    )
    document = read(write(tmp_path, settings=Settings(), template=template))
    assert document.paragraphs[0].text == "Tổng số: 35; […]"
    assert len(document.tables) == 6


def test_shipped_template_can_be_given_as_own(tmp_path: Path) -> None:
    shipped = write(tmp_path).read_bytes()
    assert write(tmp_path, template=SHIPPED).read_bytes() == shipped


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{{ tong_so_xx }}", "dùng tên “tong_so_xx” không có. Có phải “tong_so_xa” không?"),
        ("{% for f in linh_vuc %}{{ f.tenn }}{% endfor %}", "Có phải “ten” không?"),
        ("Tổng {% if tong %}35", "viết sai lệnh"),
        ("Tổng {{ tong", "viết sai lệnh"),
        ("{% for x in y endfor %}", "gần đoạn “{% for x in y endfor %}”"),
        ("{{ so_sanh.chenh_lech }}", "dùng “chenh_lech” của một mục để trống"),
        ("{{ tong / 0 }}", "tính sai"),
        ("{{ tong + nam }}", "tính sai"),
        ("{{ nam.__class__.__mro__ }}", "mau.docx"),
        ("{{ phu_luc[0].bang }}", "đặt sai chỗ"),
        ("{{p nam }}", "đặt sai chỗ"),
    ],
)
def test_slips_in_own_template_are_explained(tmp_path: Path, line: str, words: str) -> None:
    template = make_template(tmp_path, "Mở đầu", line, "Kết thúc")
    with pytest.raises(BadSettings) as caught:
        write(tmp_path, template=template)
    assert words in str(caught.value)
    assert caught.value.remedy
    assert [path.name for path in tmp_path.iterdir()] == ["mau.docx"]


def test_block_that_opens_and_closes_in_different_places(tmp_path: Path) -> None:
    template = make_template(
        tmp_path, "{%p for x in linh_vuc %}", "{{ x.ten }}{% endfor %} {{ nam }}"
    )
    with pytest.raises(BadSettings, match="trên các dòng riêng"):
        write(tmp_path, template=template)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x05\x06" + bytes(18)])
def test_template_that_is_no_word_file(tmp_path: Path, content: bytes) -> None:
    template = tmp_path / "mau.docx"
    template.write_bytes(content)
    with pytest.raises(BadSettings, match="không phải tệp Word"):
        write(tmp_path, template=template)


def test_template_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="Không mở được mẫu báo cáo"):
        write(tmp_path, template=tmp_path / "khong-co.docx")


def test_shipped_template_is_the_one_that_the_tool_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(TOOL.parent)
    tool = runpy.run_path(str(TOOL))
    apart = SHIPPED.with_name("appendices.docx")
    for build, shipped in (("build", SHIPPED), ("build_appendices", apart)):
        assert _texts(tool[build]()) == _texts(shipped.read_bytes())


def _texts(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in all_paragraphs(docx.Document(BytesIO(data)))]


def test_a_doubtful_cell_is_highlighted_in_its_appendix(tmp_path: Path) -> None:
    frame: Any = pd.DataFrame({"STT": ["1", "2"], "Tên": ["A", "B"]}, dtype=object)
    sheet = Sheet("B", "Biểu", frame, widths=(1, 5), doubts={(1, "Tên"): "Chưa rõ"})
    year = make_report_year(make_sample_frame())
    path = write_report(year, (sheet,), FULL, tmp_path / "b.docx", names=Names(field_names()))
    table = read(path).tables[-1]
    colours = {
        cell.text: cell.paragraphs[0].runs[0].font.highlight_color
        for row in table.rows
        for cell in row.cells
    }
    assert [text for text, colour in colours.items() if colour] == ["B"]


def test_a_date_in_a_heading_is_never_broken(tmp_path: Path) -> None:
    long = "Tổ hợp tác trồng và tiêu thụ rau an toàn theo chuỗi"
    entry = make_entry(
        subject=f"Tập thể {long}",
        subject_kind="collective",
        locality="xóm Trường Yên",
        commune="xã Hòa Bình",
        field="khac",
        movement=long,
        model=long,
        content=long,
        flags=["commune-unknown"],
    )
    year = make_report_year(make_frame([entry]))
    names = Names(field_names(), successors={"xã Hòa Bình": "phường Tân Hòa"})
    path = write_report(year, year_sheets(year, names), FULL, tmp_path / "b.docx", names=names)
    table = read(path).tables[-1]
    heading = [cell.text for cell in table.rows[0].cells]
    column = table.columns[heading.index("Đơn vị mới từ 01/7/2025")]
    # In Times New Roman bold a figure is half an em wide, a stroke 0.28; 10 points, both margins.
    assert column.width.pt >= 10 * (7 * 0.5 + 2 * 0.28) + 4
    assert sum(column.width.cm for column in table.columns) < 25.3
