"""A paper's own number and date: those of the papers that it cites are never taken for them."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from pipeline.job.plan import read_findings
from pipeline.model import PlanFacts
from pipeline.settings import Settings

CITES = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2019;",
    "Căn cứ Nghị định số 987/2018/NĐ-CP ngày 08 tháng 10 năm 2018 của Chính phủ;",
    "Xét đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 335/TTr-SNV ngày 12 tháng 9 năm 2020.",
)


def read_facts_of(
    path: Path, number: str, day: str, lines: tuple[str, ...] = CITES, slivers: int = 0
) -> PlanFacts:
    """Write a decision with a letterhead in a table, as Word users draw it; read it back."""
    paper = docx.Document()
    table = paper.add_table(2, 2 + slivers)
    if slivers:
        for row in table.rows:
            row.cells[1].merge(row.cells[1 + slivers])
    for row, texts in zip(
        table.rows,
        [("ỦY BAN NHÂN DÂN\nTỈNH LAM SƠN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), (number, day)],
        strict=True,
    ):
        row.cells[0].text, row.cells[1].text = texts
    paper.add_paragraph("QUYẾT ĐỊNH")
    paper.add_paragraph("Về việc tặng Giấy khen cho các điển hình tiên tiến")
    for line in lines:
        paper.add_paragraph(line)
    paper.save(str(path))
    return read_findings(path, Settings()).facts


@pytest.mark.parametrize("slivers", [0, 2])
def test_a_draft_without_number_and_day(slivers: int, tmp_path: Path) -> None:
    """Of 232 real papers 144 got number, date or year of a paper that they cite."""
    number, day = "Số:            /QĐ-UBND", "Lam Sơn, ngày      tháng 4 năm 2024"
    facts = read_facts_of(tmp_path / "qd.docx", number, day, slivers=slivers)
    assert (facts.number.value, facts.issued_on.value) == ("", "")
    assert facts.plan_year.value == "2024"


def test_a_paper_with_number_and_day(tmp_path: Path) -> None:
    number, day = "Số: 15/QĐ-UBND", "Lam Sơn, ngày 05 tháng 4 năm 2024"
    facts = read_facts_of(tmp_path / "qd.docx", number, day)
    assert (facts.number.value, facts.issued_on.value) == ("15/QĐ-UBND", "2024-04-05")


def test_number_and_day_on_one_line(tmp_path: Path) -> None:
    """A letterhead without a table, parted by tabs."""
    line = "Số: 15/QĐ-UBND\tLam Sơn, ngày 05 tháng 4 năm 2024"
    facts = read_facts_of(tmp_path / "qd.docx", line, "")
    assert (facts.number.value, facts.issued_on.value) == ("15/QĐ-UBND", "2024-04-05")


def test_a_draft_whose_appendix_names_its_number(tmp_path: Path) -> None:
    attached = "(Kèm theo Quyết định số 15/QĐ-UBND ngày 05/4/2024 của UBND tỉnh Lam Sơn)"
    number, day = "Số:      /QĐ-UBND", "Lam Sơn, ngày     tháng     năm 2024"
    facts = read_facts_of(tmp_path / "qd.docx", number, day, (*CITES, attached))
    assert (facts.number.value, facts.issued_on.value) == ("15/QĐ-UBND", "2024-04-05")


def test_a_letter_about_another_letter(tmp_path: Path) -> None:
    """The subject of a letter stands under its own number, and names another one."""
    number = "Số:        /SNV\nV/v trả lời công văn số 42/UBND-NC ngày 03 tháng 02 năm 2023"
    facts = read_facts_of(tmp_path / "cv.docx", number, "Lam Sơn, ngày    tháng    năm 2024")
    assert (facts.number.value, facts.issued_on.value) == ("", "")
    assert facts.plan_year.value == "2024"
