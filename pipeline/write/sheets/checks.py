"""*Cần kiểm tra*: every doubt about a plan on a line; a scanned cell beside its picture.

So the officer holds what was read against what stands there without opening the scan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.codes import Flag
from pipeline.frame import Record
from pipeline.language.reasons import explain_flag, is_doubt
from pipeline.model import Note, Plan, UnsureCell
from pipeline.register.officer.labels import CONFIRM, MARK, PLAN_LIST
from pipeline.write.sheets.counts import ORDINAL, read_rows
from pipeline.write.sheets.sheet import Format, Sheet

CHECKS = "Cần kiểm tra"

_READ, _SURE, _PICTURE = "Máy đọc được", "Độ chắc", "Ảnh trên bản quét"
_COLUMNS: Mapping[str, float] = {
    ORDINAL: 1.1,
    "Ở đâu": 8.0,
    "Vì sao": 8.5,
    "Cần làm gì": 8.5,
}
_SCAN_COLUMNS: Mapping[str, float] = {
    ORDINAL: 1.1,
    "Ở đâu": 4.0,
    _READ: 5.2,
    _SURE: 1.5,
    _PICTURE: 8.2,
    "Vì sao": 3.2,
    "Cần làm gì": 3.4,
}
_COMPARE = "Đối chiếu với văn bản gốc"
_COMPARE_PICTURE = (
    f"So chữ với ảnh bên cạnh; sai thì sửa ở trang {PLAN_LIST}, đúng thì chọn “{CONFIRM}” ở cột "
    f"{MARK} của trang đó"
)
_NOTHING_READ = "(có nét chữ nhưng không đọc được)"
_AROUND = " .,;:“”\"'()"  # signs that a word is named without
_MOST_WORDS = 5
_LONGEST = 40  # letters of what was read, where a list repeats it


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at."""

    place: str
    reason: str
    todo: str
    cell: UnsureCell | None = None


def find_checks(plan: Plan) -> list[Check]:
    """Return all that needs a look in a plan: of the whole paper, then row by row."""
    return [
        *(Check(place_note(note), note.text, _COMPARE) for note in plan.receipt.doubts),
        *(_check_cell(cell) for cell in plan.unsure if not cell.rows),
        *_check_rows(plan),
    ]


def count_checks(plan: Plan) -> int:
    """Return how many things need a look in a plan, as every paper and the terminal say it."""
    return len(find_checks(plan))


def place_note(note: Note) -> str:
    """Return where a note belongs, "Trang 3" or the whole paper."""
    return raise_first(note.where) or "Cả văn bản"


def raise_first(text: str) -> str:
    """Return ``text`` with a capital."""
    return text[:1].upper() + text[1:]


def _check_rows(plan: Plan) -> Iterator[Check]:
    cells = UnsureCells([plan])
    told: set[UnsureCell] = set()
    for row in read_rows(plan.frame):
        own = cells.of_row(row)
        for cell in own:
            if cell not in told:
                told.add(cell)
                yield _check_cell(cell)
        for flag in row["flags"]:
            if is_doubt(flag) and (flag != Flag.CELL_UNCERTAIN or not own):
                reason = explain_flag(flag)
                yield Check(_place_row(row), reason.text, reason.todo or _COMPARE)


def _place_row(row: Record) -> str:
    place = f"Số TT {row['no']}" if row["no"] else f"Dòng {row['row'] or 'bổ sung'}"
    page = f", trang {row['page']}" if row["page"] != "" else ""
    subject = f": {row['subject']}" if row["subject"] else ""
    return f"{place}{page}{subject}"


def _check_cell(cell: UnsureCell) -> Check:
    todo = _COMPARE_PICTURE if cell.picture else _COMPARE
    return Check(
        _place_cell(cell), _name_words(cell) or explain_flag(Flag.CELL_UNCERTAIN).text, todo, cell
    )


def _name_words(cell: UnsureCell) -> str:
    words = list(dict.fromkeys(word.strip(_AROUND) or word for word in cell.words))
    named = ", ".join(f"“{word}”" for word in words[:_MOST_WORDS])
    more = ", …" if len(words) > _MOST_WORDS else ""
    return f"Đọc không chắc chữ {named}{more}" if words else ""


def _place_cell(cell: UnsureCell) -> str:
    page = f"Trang {cell.page}" if cell.page is not None else "Bản quét"
    if not cell.rows:
        return f"{page}, {cell.heading}"
    row = f"số TT {cell.no}" if cell.no else f"dòng {cell.rows[0]}"
    return f"{page}, {row}, cột {cell.heading}"


def check_sheet(plan: Plan) -> Sheet:
    """Return *Cần kiểm tra* of a plan; one that was scanned shows its cells."""
    checks = find_checks(plan)
    columns = _SCAN_COLUMNS if any(check.cell for check in checks) else _COLUMNS
    records = [_record(str(number), check) for number, check in enumerate(checks, 1)]
    return Sheet(
        CHECKS,
        "NHỮNG CHỖ CẦN KIỂM TRA",
        pd.DataFrame(records, columns=list(columns), dtype=object),
        widths=list(columns.values()),
        notes=() if checks else ("Không có chỗ nào cần kiểm tra.",),
        formats={ORDINAL: Format.CENTRE, _SURE: Format.CENTRE},
        landscape=True,
        listing=True,
        pictures={
            (index, _PICTURE): check.cell.picture
            for index, check in enumerate(checks)
            if check.cell and check.cell.picture
        },
    )


def _record(ordinal: str, check: Check) -> dict[str, str]:
    cell = check.cell
    return {
        ORDINAL: ordinal,
        "Ở đâu": check.place,
        _READ: (cell.text or _NOTHING_READ) if cell else "",
        _SURE: show_sureness(cell) if cell else "",
        _PICTURE: "",
        "Vì sao": check.reason,
        "Cần làm gì": check.todo,
    }


def show_sureness(cell: UnsureCell) -> str:
    """Return how sure the reading is, as the recognition itself says: "62%"."""
    return f"{round(cell.confidence * 100)}%"


# --- in lists ------------------------------------------------------------------------


class UnsureCells:
    """The unsure cells of some plans, by the entries that they are part of."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self._cells: dict[tuple[str, str, int], list[UnsureCell]] = {}
        for plan in plans:
            for cell in plan.unsure:
                for number in cell.rows:
                    place = (plan.receipt.source_file, cell.appendix, number)
                    self._cells.setdefault(place, []).append(cell)

    def of_row(self, row: Record) -> Sequence[UnsureCell]:
        """Return the unsure cells of an entry, none where the officer's word settled them."""
        if Flag.CELL_UNCERTAIN not in row["flags"]:
            return ()
        return self._cells.get((row["source_file"], row["appendix"], row["row"]), ())

    def explain(self, row: Record) -> list[str]:
        """Return the reasons of an entry's flags, what was read and how sure among them."""
        cells = [_describe(cell) for cell in self.of_row(row)]
        reasons = [
            explain_flag(flag).text
            for flag in row["flags"]
            if flag != Flag.CELL_UNCERTAIN or not cells
        ]
        return [*reasons, *cells]


def _describe(cell: UnsureCell) -> str:
    text = cell.text if len(cell.text) <= _LONGEST else f"{cell.text[: _LONGEST - 1].rstrip()}…"
    read = f"máy đọc là “{text}”, độ chắc {show_sureness(cell)}" if text else _NOTHING_READ
    return f"Cột {cell.heading}: {read}"
