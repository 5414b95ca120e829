"""*Phiếu theo dõi, đánh giá*: a workbook for each unit to tell how its models are doing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook

from pipeline.files import put
from pipeline.follow_up import FIGURES, STAGES, STATES
from pipeline.forms.criteria import FULL, Criteria, Criterion
from pipeline.forms.labels import (
    FILLED_BY,
    FILLED_ON,
    FORM_TITLE,
    KEY,
    MODEL,
    REMARK,
    SCORE_TITLE,
    STAGE,
    STATE,
    SUBJECT,
    TOTAL,
    UNIT,
)
from pipeline.forms.page import Blanks, Column, FormPage, Formula, Head
from pipeline.frame import Record
from pipeline.language.keys import sort_key
from pipeline.model import KIND_NAMES
from pipeline.write.excel.style import CellStyles, workbook_options
from pipeline.write.sheets.counts import ORDINAL
from pipeline.write.sheets.units import Unit
from pipeline.write.words import show_date

_MOST = 1_000_000_000
_LETTERS = re.compile(r"[a-z0-9]+")


def write_form(
    unit: Unit,
    year: int,
    office: Mapping[str, Any],
    fields: Mapping[str, str],
    criteria: Criteria,
    due: date | None,
    path: Path,
    written_at: datetime,
) -> Path:
    """Write the form of one unit and return ``path``.

    Args:
        unit: whose models are listed.
        year: of the models.
        office: letterhead, as ``office.office_values``.
        fields: code -> name.
        criteria: what is scored.
        due: day until which the form should be back; None: not set.
        path: where it belongs.
        written_at: stands in the workbook's properties.

    Raises:
        NotWritten: as ``files.put``.
    """
    drawing = _FormDrawing(unit, year, office, fields, criteria, due)
    return put(path, lambda part: drawing.draw(part, written_at), written_at)


def name_form(unit: Unit, year: int, taken: set[str]) -> str:
    """Return the file name of a unit's form, and add it to those ``taken``."""
    plain = unicodedata.normalize("NFD", unit.name.lower().replace("đ", "d"))
    slug = "-".join(_LETTERS.findall("".join(c for c in plain if not unicodedata.combining(c))))
    stem = f"phieu-{year}-{slug[:80]}"
    names = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))]
    name = next(name for name in names if name not in taken)
    taken.add(name)
    return f"{name}.xlsx"


class _FormDrawing:
    """One form; the methods go page by page."""

    def __init__(
        self,
        unit: Unit,
        year: int,
        office: Mapping[str, Any],
        fields: Mapping[str, str],
        criteria: Criteria,
        due: date | None,
    ) -> None:
        self.unit = unit
        self.rows = sorted(unit.rows, key=_place)
        self.year = year
        self.office = office
        self.fields = fields
        self.criteria = criteria
        self.due = due

    def draw(self, path: Path, written_at: datetime) -> None:
        book = Workbook(str(path), workbook_options())
        book.set_properties({"title": f"{FORM_TITLE} NĂM {self.year}", "created": written_at})
        styles = CellStyles(book)
        self._draw_follow_up(book, styles)
        used = [kind for kind in KIND_NAMES if self._rows_of(kind)]
        for kind in used:
            self._draw_scores(book, styles, kind)
        if used:
            self._draw_criteria(book, styles, used)
        book.close()

    def _head(self, title: str, *lines: str, blanks: Blanks = ()) -> Head:
        issuer = self.office["co_quan_ban_hanh"] or "…………"
        superior = self.office["co_quan_chu_quan"]
        return Head(superior, issuer, title, (f"{UNIT} {self.unit.name}", *lines), blanks)

    def _draw_follow_up(self, book: Workbook, styles: CellStyles) -> None:
        page = FormPage(book.add_worksheet("Theo dõi"), styles, _FOLLOW_UP)
        title = f"{FORM_TITLE} MÔ HÌNH, ĐIỂN HÌNH TIÊN TIẾN NĂM {self.year}"
        office = self.office["co_quan_thuong_truc"] or self.office["co_quan"]
        until = f" chậm nhất ngày {show_date(self.due.isoformat())}" if self.due else ""
        to = f"Gửi về {office or '…………'}{until}"
        blanks: Blanks = ((FILLED_BY, {}), (FILLED_ON, _check_day(self.year)))
        page.draw_head(self._head(title, to, blanks=blanks))
        page.draw_table(
            [
                (*self._name(number, row), self.fields.get(row["field"], ""), *_BLANKS, row["key"])
                for number, row in enumerate(self.rows, 1)
            ]
        )
        page.draw_notes(_NOTES)
        page.draw_signatures("NGƯỜI LẬP PHIẾU", "THỦ TRƯỞNG ĐƠN VỊ")
        page.finish(self.unit.name)

    def _draw_scores(self, book: Workbook, styles: CellStyles, kind: str) -> None:
        criteria = self.criteria.of(kind)
        name = KIND_NAMES[kind]
        columns = _score_columns(criteria)
        page = FormPage(book.add_worksheet(f"Chấm điểm {name.lower()}"), styles, columns)
        title = f"{FORM_TITLE} NĂM {self.year}: {SCORE_TITLE} {name.upper()}"
        page.draw_head(self._head(title, *self._proposed()))
        first = page.row + 1
        rows = self._rows_of(kind)
        page.draw_table(
            [
                (
                    *self._name(number, row),
                    *([""] * len(criteria)),
                    _total_formula(criteria, first + number - 1),
                    row["key"],
                )
                for number, row in enumerate(rows, 1)
            ]
        )
        page.draw_notes((f"Tổng điểm (tối đa {FULL}) tự tính khi đã cho điểm mọi tiêu chí.",))
        page.finish(self.unit.name)

    def _draw_criteria(self, book: Workbook, styles: CellStyles, kinds: Sequence[str]) -> None:
        page = FormPage(book.add_worksheet("Tiêu chí"), styles, _CRITERIA)
        title = f"TIÊU CHÍ ĐÁNH GIÁ MÔ HÌNH, ĐIỂN HÌNH TIÊN TIẾN NĂM {self.year}"
        page.draw_head(self._head(title, *self._proposed()))
        pairs = [(kind, criterion) for kind in kinds for criterion in self.criteria.of(kind)]
        page.draw_table(
            [
                (str(number), KIND_NAMES[kind], c.name, f"{c.weight:g}", f"{c.scale:g}", c.guide)
                for number, (kind, c) in enumerate(pairs, 1)
            ]
        )
        page.draw_notes(
            (
                "Điểm của một tiêu chí = điểm cho : điểm cao nhất x trọng số; tổng các trọng số "
                f"là {FULL}.",
            )
        )
        page.finish(self.unit.name, one_page=len(pairs) <= _ONE_PAGE)

    def _proposed(self) -> tuple[str, ...]:
        return ("(Tiêu chí đề xuất, chưa được ban hành)",) if self.criteria.proposal else ()

    def _rows_of(self, kind: str) -> list[Record]:
        return [row for row in self.rows if row["subject_kind"] == kind]

    def _name(self, number: int, row: Record) -> tuple[str, str, str]:
        return str(number), row["model"] or row["content"], row["subject"]


def _place(row: Record) -> tuple[object, ...]:
    return sort_key(row["subject"]), sort_key(row["model"])


_ONE_PAGE = 20  # criteria that can be read when they are drawn in to one page
_NOTES = (
    "Chỉ điền các ô nền vàng; khâu và tình trạng chọn trong danh sách thả xuống; số là số nguyên.",
    "Tình trạng: “Nhân rộng tốt” khi đã có nơi khác làm theo; “Không duy trì” khi mô hình đã "
    "dừng (ghi lý do ở cột cuối).",
)


def _check_list(labels: Mapping[str, str]) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": list(labels.values()),
        "error_title": "Không có trong danh sách",
        "error_message": "Hãy chọn một giá trị trong danh sách thả xuống.",
    }


def _check_number(kind: str, most: float, message: str) -> dict[str, Any]:
    return {
        "validate": kind,
        "criteria": "between",
        "minimum": 0,
        "maximum": most,
        "error_title": "Giá trị không hợp lệ",
        "error_message": message,
    }


def _check_day(year: int) -> dict[str, Any]:
    return {
        "validate": "date",
        "criteria": "between",
        "minimum": date(year, 1, 1),
        "maximum": date(year + 1, 12, 31),
        "error_title": "Ngày không hợp lệ",
        "error_message": f"Hãy ghi ngày, tháng, năm, từ 01/01/{year} đến 31/12/{year + 1}.",
    }


_WHOLE = _check_number("integer", _MOST, "Hãy ghi một số nguyên, từ 0 trở lên.")
_NAMED = (Column(ORDINAL, 1.1, centred=True), Column(MODEL, 5.2), Column(SUBJECT, 5.0))
_FOLLOW_UP = (
    *_NAMED,
    Column("Lĩnh vực", 3.0),
    Column(STAGE, 2.9, open=True, centred=True, check=_check_list(STAGES)),
    Column(STATE, 2.6, open=True, centred=True, check=_check_list(STATES)),
    *(
        Column(label, 1.9, open=True, centred=True, check=_WHOLE, number="#,##0")
        for label in FIGURES.values()
    ),
    Column(REMARK, 5.0, open=True),
    Column(KEY, 3.0, hidden=True),
)
_BLANKS = [""] * (3 + len(FIGURES))
_CRITERIA = (
    Column(ORDINAL, 1.1, centred=True),
    Column("Đối tượng", 3.0, centred=True),
    Column("Tiêu chí", 6.0),
    Column("Trọng số (%)", 2.2, centred=True),
    Column("Điểm cao nhất", 2.2, centred=True),
    Column("Gợi ý cho điểm", 12.0),
)


def _score_columns(criteria: Sequence[Criterion]) -> tuple[Column, ...]:
    return (
        *_NAMED,
        *(
            Column(
                f"{c.name}\n(tối đa {c.scale:g}; trọng số {c.weight:g}%)",
                2.9,
                open=True,
                centred=True,
                check=_check_number("decimal", c.scale, f"Hãy cho điểm từ 0 đến {c.scale:g}."),
                number="0.##",
            )
            for c in criteria
        ),
        Column(TOTAL, 2.2, centred=True, number="0.0"),
        Column(KEY, 3.0, hidden=True),
    )


def _total_formula(criteria: Sequence[Criterion], row: int) -> Formula:
    """The weighted total; blank until every criterion has its score."""
    start = len(_NAMED)
    cells = [xl_rowcol_to_cell(row, start + index) for index in range(len(criteria))]
    parts = "+".join(
        f"{cell}/{c.scale:g}*{c.weight:g}" for cell, c in zip(cells, criteria, strict=True)
    )
    return Formula(f'=IF(COUNT({cells[0]}:{cells[-1]})<{len(cells)},"",ROUND({parts},2))')
