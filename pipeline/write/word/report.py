"""The annual report as a Word file in the form of Nghị định 30/2020/NĐ-CP.

The wording stands in a Word template that an officer can edit (``data/templates``); here
it is filled with the year's figures. Whatever nobody has said stays a visible blank,
highlighted in yellow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from pipeline.classify.fields import field_names
from pipeline.files import put
from pipeline.model import Year
from pipeline.settings import Settings
from pipeline.write.office import office_values
from pipeline.write.sheets.names import Names
from pipeline.write.sheets.sheet import Sheet
from pipeline.write.word.evaluation import draft_evaluation
from pipeline.write.word.sentences import field_table, place_table, report_values
from pipeline.write.word.table import DrawnTable, draw_table
from pipeline.write.word.template import fill_template

if TYPE_CHECKING:
    from docx.document import Document

TEMPLATE_NAME = "annual-report.docx"
APPENDICES_NAME = "appendices.docx"

NO_RESULTS: Mapping[str, Any] = {
    "ket_qua": None,
    "chua_co_mo_hinh": [],
    "chi_tieu": None,
    "khong_duy_tri": [],
    "dang_nhan_rong": None,
    "kho_khan": [],
}
"""What a report says that knows of no forms."""

# A section ends here; it takes its page from the last section of the template, where no
# program that saves the template again can lose it.
_BREAK = Markup(
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr><w:sectPr/></w:pPr></w:p>'
)
_TEXT_WIDTH = 16.5  # cm: A4 portrait between margins of 30 and 15 mm
_APPENDIX_WIDTH = 25.2  # cm: A4 landscape between margins of 30 and 15 mm
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def write_report(
    year: Year,
    sheets: Sequence[Sheet],
    settings: Settings,
    path: Path,
    template: Path | None = None,
    names: Names | None = None,
    results: Mapping[str, Any] | None = None,
) -> Path:
    """Write the report of the year with ``sheets`` as its appendices, and return ``path``.

    Args:
        year: the year's plans and, where it is known, the year before.
        sheets: Biểu 01 to 06, an appendix each.
        settings: letterhead, addressees, signer, legal basis.
        path: where the DOCX belongs.
        template: the officer's own template; None for the one that is shipped.
        names: what fields are called, and the communes of the area where they are known;
            None: the taxonomy's names alone.
        results: what the forms say, as ``result_sentences.result_values``; None: no forms.

    Raises:
        BadSettings: the template is no DOCX, or prints something that does not exist.
        NotWritten: the file cannot be put in place.
    """
    named = names or Names(field_names())
    told = NO_RESULTS if results is None else results
    ended = {model["ma"] for model in told["khong_duy_tri"]}
    values = report_values(year, settings, named, ended) | dict(told)
    values |= draft_evaluation(values)
    within = [field_table(year, named), place_table(year, named)]
    inner = [draw_table(sheet, _TEXT_WIDTH, number) for number, sheet in enumerate(within)]
    values |= {"bang_linh_vuc": inner[0].outline, "bang_dia_ban": inner[1].outline}
    values["phu_luc"], tables = _draw_appendices(sheets, len(inner), 1)
    tables = [*inner, *tables]
    data = fill_template(TEMPLATE_NAME, values, template, _end_sections, tables)
    return put(path, lambda part: _save(data, part))


def write_appendices(
    year: Year, sheets: Sequence[Sheet], settings: Settings, path: Path, first: int
) -> Path:
    """Write further appendices of the report as a paper of their own and return ``path``.

    Args:
        year: of the report.
        sheets: an appendix each.
        settings: who issues it.
        path: where the DOCX belongs.
        first: number of the first one.

    Raises:
        NotWritten: the file cannot be put in place.
    """
    values = {"nam": str(year.year), **office_values(year, settings)}
    values["phu_luc"], tables = _draw_appendices(sheets, 0, first)
    data = fill_template(APPENDICES_NAME, values, None, _end_sections, tables)
    return put(path, lambda part: _save(data, part))


def _save(data: bytes, part: Path) -> None:
    part.write_bytes(data)


def _draw_appendices(
    sheets: Sequence[Sheet], place: int, first: int
) -> tuple[list[dict[str, Any]], list[DrawnTable]]:
    """What the template prints of each appendix, and the tables that go into their places."""
    tables = [draw_table(sheet, _APPENDIX_WIDTH, place + n) for n, sheet in enumerate(sheets)]
    last = first + len(sheets) - 1
    printed = [
        {
            "so": _roman(number),
            "ten": sheet.title.upper(),
            "bang": table.outline,
            "ghi_chu": list(sheet.notes),
            "ngat_trang": _BREAK if number < last else Markup(""),
        }
        for number, (sheet, table) in enumerate(zip(sheets, tables, strict=True), first)
    ]
    return printed, tables


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _end_sections(document: Document) -> None:
    """Give each break between appendices the page of the last one."""
    body = document.element.body
    for mark in body.xpath(".//w:pPr/w:sectPr[not(*)]"):
        mark.getparent().replace(mark, deepcopy(body.sectPr))
