"""Where an entry of a year stands: number and date, appendix, row and page of each paper."""

from __future__ import annotations

import re
from textwrap import shorten

from pipeline.frame import Record
from pipeline.model import Year
from pipeline.register.officer.additions import ADDED
from pipeline.write.sheets.counts import key_rows
from pipeline.write.words import show_date


class Sources:
    """Knows the papers of a year that say an entry again, though it counts once."""

    def __init__(self, year: Year) -> None:
        wanted = {key for keys in year.repeats.values() for key in keys}
        plans = [plan for plan in year.plans if not wanted.isdisjoint(plan.frame.index)]
        rows = {row["key"]: row for plan in plans for row in key_rows(plan.frame)}
        self._more = {
            first: [rows[key] for key in keys if key in rows]
            for first, keys in year.repeats.items()
        }

    def find_rows(self, row: Record) -> list[Record]:
        """Return the entry itself, then those of other papers that say it again."""
        return [row, *self._more.get(row["key"], ())]

    def describe(self, row: Record) -> str:
        """Return every place of the entry, one after the other."""
        return "; ".join(describe_source(one) for one in self.find_rows(row))

    def describe_files(self, row: Record) -> str:
        """Return every place of the entry with its file."""
        return "; ".join(describe_file(one) for one in self.find_rows(row))


def describe_file(row: Record) -> str:
    """Return the place of an entry with its file."""
    if row["source_file"] == ADDED and not row["plan_number"]:
        return ADDED
    return f"{describe_source(row)} ({row['source_file']})"


def describe_source(row: Record) -> str:
    """Return number, date, appendix, printed ordinal and page; a blank number stays visible."""
    if row["source_file"] == ADDED and not row["plan_number"]:
        return ADDED
    number = row["plan_number"] or "…"
    day = f" ngày {show_date(row['issued_on'])}" if row["issued_on"] else ""
    parts = [f"Số {number}{day}", _shorten_appendix(row["appendix"])]
    if row["no"] or row["row"]:
        parts.append(f"STT {row['no']}" if row["no"] else f"dòng {row['row']}")
    if row["page"] != "":
        parts.append(f"trang {row['page']}")
    return ", ".join(part for part in parts if part)


_LONGEST = 60  # letters of a title
_APPENDIX = re.compile(r"phụ lục(?: số)?(?: [IVXLC\d]+)?(?!\w)", re.IGNORECASE)


def _shorten_appendix(title: str) -> str:
    """Return "Phụ lục II" of "PHỤ LỤC II Danh sách ...", and of other titles how they begin."""
    match = _APPENDIX.match(title)
    if match:
        return "Phụ lục" + match[0][len("phụ lục") :]
    return shorten(title, _LONGEST, placeholder=" …")
