"""The count tables: models by field, place or kind, with totals and the year before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.model import KIND_NAMES, Derived, Format, Sheet, Year
from pipeline.write.words import show_percent

Row = Mapping[str, Any]

ORDINAL = "STT"
ALL = "Tổng số"
KIND_UNKNOWN = "Chưa rõ"
SHARE = "Tỷ lệ %"
LAST = "Năm trước"
CHANGE = "Tăng, giảm (+/-)"
RATIO = "So với năm trước (%)"
REMARK = "Ghi chú"
TOTAL = "Tổng cộng"
NOT_KNOWN = "Chưa xác định"

_WIDTHS = {ORDINAL: 1.1, SHARE: 1.7, CHANGE: 1.7, RATIO: 2.0, REMARK: 4.2}
_ROMAN = ("I", "II", "III", "IV", "V")


def read_rows(frame: pd.DataFrame | None) -> list[dict[str, Any]]:
    """Return the entries of a frame as plain dicts, missing values as ``""``."""
    if frame is None:
        return []
    plain = frame.astype(object).where(frame.notna(), "")
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a count table: what it counts, this year and the year before."""

    label: str
    kinds: Counter[str]  # code of the kind -> entries of this year
    last: int = 0
    note: str = ""

    @property
    def count(self) -> int:
        """Entries of this year."""
        return self.kinds.total()


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading, which holds their sums."""

    label: str
    lines: tuple[Line, ...]


def tally(
    year: Year, key: Callable[[Row], str], labels: Mapping[str, str], notes: Mapping[str, str] = {}
) -> tuple[Line, ...]:
    """Return a line for each of ``labels``, then one for each other key that has entries.

    A key without label prints as it is, so no entry is ever left out of a sum.
    """
    now: dict[str, Counter[str]] = {code: Counter() for code in labels}
    last = Counter(key(row) for row in read_rows(year.last))
    for row in read_rows(year.frame):
        now.setdefault(key(row), Counter())[row["subject_kind"]] += 1
    for code in last:
        now.setdefault(code, Counter())
    return tuple(
        Line(labels.get(code) or code or NOT_KNOWN, kinds, last[code], notes.get(code, ""))
        for code, kinds in now.items()
    )


def count_sheet(
    name: str,
    title: str,
    label: str,
    parts: Sequence[Line] | Sequence[Group],
    year: Year,
    *,
    by_kind: bool = True,
) -> Sheet:
    """Return the table of ``parts`` with its total row; ``label`` heads the first column."""
    lines = [line for part in parts for line in _lines_of(part)]
    kinds = _kind_columns(lines) if by_kind else {}
    has_last = year.last is not None
    total = _merge(TOTAL, lines)
    records: list[dict[str, object]] = []
    groups: list[int] = []
    number = 0
    for part in parts:
        if isinstance(part, Group):
            groups.append(len(records))
            ordinal = _ROMAN[len(groups) - 1]
            records.append(_record(ordinal, _merge(part.label, part.lines), total, kinds, has_last))
            number = 0
        for line in _lines_of(part):
            number += 1
            records.append(_record(str(number), line, total, kinds, has_last))
    records.append(_record("", total, total, kinds, has_last))
    frame = _make_frame(label, kinds, records)
    counted = [ALL, *kinds.values(), *([LAST] if has_last else [])]
    return Sheet(
        name,
        title,
        frame,
        widths=_widths(frame, label),
        total=True,
        sums=counted,
        notes=() if has_last else (f"Chưa có số liệu năm {year.year - 1} để so sánh.",),
        formats=_FORMATS | dict.fromkeys([ALL, *kinds.values(), LAST], Format.COUNT),
        derived=_derive(kinds, has_last),
        groups=groups,
        landscape=by_kind,
    )


_FORMATS = {
    ORDINAL: Format.CENTRE,
    SHARE: Format.PERCENT,
    CHANGE: Format.CHANGE,
    RATIO: Format.PERCENT,
}


def _lines_of(part: Line | Group) -> tuple[Line, ...]:
    return part.lines if isinstance(part, Group) else (part,)


def _merge(label: str, lines: Iterable[Line]) -> Line:
    kinds: Counter[str] = Counter()
    last = 0
    for line in lines:
        kinds.update(line.kinds)
        last += line.last
    return Line(label, kinds, last)


def _kind_columns(lines: Iterable[Line]) -> dict[str, str]:
    """The kinds, and a column for entries whose kind is not known only where there are any."""
    columns = dict(KIND_NAMES)
    if any(kind not in columns for line in lines for kind in line.kinds):
        columns[""] = KIND_UNKNOWN
    return columns


def _record(
    ordinal: str, line: Line, total: Line, kinds: Mapping[str, str], has_last: bool
) -> dict[str, object]:
    record: dict[str, object] = {ORDINAL: ordinal, "": line.label, ALL: line.count}
    record |= {column: line.kinds[kind] for kind, column in kinds.items()}
    record[SHARE] = show_percent(line.count, total.count)
    record[LAST] = line.last if has_last else None
    record[CHANGE] = line.count - line.last if has_last else None
    record[RATIO] = show_percent(line.count, line.last) if has_last else None
    record[REMARK] = line.note
    return record


def _make_frame(
    label: str, kinds: Mapping[str, str], records: Sequence[Mapping[str, object]]
) -> pd.DataFrame:
    columns = [ORDINAL, "", ALL, *kinds.values(), SHARE, LAST, CHANGE, RATIO, REMARK]
    frame = pd.DataFrame(records, columns=columns, dtype=object)
    return frame.rename(columns={"": label})


def _widths(frame: pd.DataFrame, label: str) -> list[float]:
    wide = 6.5 if len(frame.columns) > 8 else 3.4
    widths = _WIDTHS | {label: wide}
    if len(frame.columns) <= 8:
        widths[REMARK] = 2.6
    return [widths.get(str(column), 1.6) for column in frame.columns]


def _derive(kinds: Mapping[str, str], has_last: bool) -> dict[str, Derived]:
    derived = {SHARE: Derived("share", (ALL,))}
    if kinds:
        derived[ALL] = Derived("sum", tuple(kinds.values()))
    if has_last:
        derived[CHANGE] = Derived("difference", (ALL, LAST))
        derived[RATIO] = Derived("ratio", (ALL, LAST))
    return derived
