"""The count tables: models by field, place or kind, with totals and the year before."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from weakref import finalize, ref

import pandas as pd

from pipeline.frame import Record
from pipeline.model import KIND_NAMES, Year
from pipeline.write.sheets.sheet import Derived, Format, Sheet
from pipeline.write.words import show_percent

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

_COMPARED = (LAST, CHANGE, RATIO, REMARK)
_WIDTHS = {ORDINAL: 1.1, RATIO: 2.0}
_ROMAN = ("I", "II", "III", "IV", "V")


K = TypeVar("K", bound=Hashable)


def read_rows(frame: pd.DataFrame | None) -> Sequence[Record]:
    """Return the entries of a frame as plain dicts, missing values as ``""``.

    A frame is never changed once it is made, so that it is read once only.
    """
    if frame is None:
        return ()
    known = _READ.get(id(frame))
    if known is None or known[0]() is not frame:
        names = [str(name) for name in frame.columns]
        columns = [["" if _is_missing(v) else v for v in frame[name].tolist()] for name in names]
        rows = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
        known = (ref(frame), rows)
        _READ[id(frame)] = known
        finalize(frame, _READ.pop, id(frame), None)
    return known[1]


def _is_missing(value: object) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))


_READ: dict[int, tuple[ref[pd.DataFrame], Sequence[Record]]] = {}


def key_rows(frame: pd.DataFrame) -> list[Record]:
    """Return the entries of a frame as plain dicts, with their ``key``."""
    keys = [str(key) for key in frame.index]
    return [{**row, "key": key} for row, key in zip(read_rows(frame), keys, strict=True)]


@dataclass(frozen=True, slots=True)
class CountLine:
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
class RowGroup:
    """Lines under one heading, which holds their sums."""

    label: str
    lines: tuple[CountLine, ...]

    @property
    def whole(self) -> CountLine:
        """The sums of its lines."""
        return _merge(self.label, self.lines)


def tally(
    year: Year,
    key: Callable[[Record], K],
    labels: Mapping[K, str],
    notes: Mapping[K, str] = {},
) -> tuple[CountLine, ...]:
    """Return a line for each of ``labels``, then one for each other key that has entries.

    A key without label prints as it is, so no entry is ever left out of a sum.

    Args:
        year: the entries, and those of the year before where they are known.
        key: what an entry counts under.
        labels: key -> label, in the order of the lines.
        notes: key -> remark.
    """
    now: dict[K, Counter[str]] = {}
    for row in read_rows(year.frame):
        now.setdefault(key(row), Counter())[row["subject_kind"]] += 1
    last = Counter(key(row) for row in read_rows(year.last))
    codes = [*labels, *sorted((now.keys() | last.keys()) - labels.keys(), key=str)]
    return tuple(
        CountLine(
            labels.get(code) or str(code) or NOT_KNOWN,
            now.get(code, Counter()),
            last[code],
            notes.get(code, ""),
        )
        for code in codes
    )


def count_sheet(
    name: str,
    title: str,
    label: str,
    parts: Sequence[CountLine | RowGroup],
    year: Year | None,
    *,
    by_kind: bool = True,
) -> Sheet:
    """Return the table of ``parts`` with its total row.

    Args:
        name: tab.
        title: heading above the table.
        label: heading of the column that says what is counted.
        parts: lines and groups of lines, in order.
        year: compared with the year before; None: without those columns.
        by_kind: with a column for each kind of subject.
    """
    lines = [line for part in parts for line in _lines_of(part)]
    kinds = _kind_columns(lines) if by_kind else {}
    columns = [ORDINAL, label, ALL, *kinds.values(), SHARE, *(_COMPARED if year else ())]
    has_last = year is not None and year.last is not None
    records, groups = _make_records(parts, _merge(TOTAL, lines), label, kinds, has_last)
    return Sheet(
        name,
        title,
        pd.DataFrame(records, columns=columns, dtype=object),
        widths=_widths(columns, label, with_notes=any(line.note for line in lines)),
        total=True,
        sums=[ALL, *kinds.values(), *([LAST] if has_last else [])],
        notes=_miss_last(year),
        formats=_FORMATS | dict.fromkeys([ALL, *kinds.values(), LAST], Format.COUNT),
        derived=_derive(kinds, has_last),
        groups=groups,
        landscape=by_kind and year is not None,
    )


def _make_records(
    parts: Sequence[CountLine | RowGroup],
    total: CountLine,
    label: str,
    kinds: Mapping[str, str],
    has_last: bool,
) -> tuple[list[dict[str, object]], dict[int, int]]:
    """The lines as records, the total last, and the groups as ``Sheet`` has them."""
    numbered: list[tuple[str, CountLine]] = []
    groups: dict[int, int] = {}
    if any(isinstance(part, RowGroup) for part in parts):
        for rank, part in enumerate(parts):
            members = part.lines if isinstance(part, RowGroup) else ()
            groups[len(numbered)] = len(members)
            numbered += [(_ROMAN[rank], _head(part)), *_number(members)]
    else:
        numbered += _number(_head(part) for part in parts)
    numbered.append(("", total))
    records = [
        {ORDINAL: ordinal, label: line.label, **_count(line, total, kinds, has_last)}
        for ordinal, line in numbered
    ]
    return records, groups


def _number(lines: Iterable[CountLine]) -> list[tuple[str, CountLine]]:
    return [(str(number), line) for number, line in enumerate(lines, 1)]


def _head(part: CountLine | RowGroup) -> CountLine:
    """The line of a part itself, that of a group with the sums of its lines."""
    return part.whole if isinstance(part, RowGroup) else part


_FORMATS = {
    ORDINAL: Format.CENTRE,
    SHARE: Format.PERCENT,
    CHANGE: Format.CHANGE,
    RATIO: Format.PERCENT,
}


def _lines_of(part: CountLine | RowGroup) -> tuple[CountLine, ...]:
    return part.lines if isinstance(part, RowGroup) else (part,)


def _merge(label: str, lines: Iterable[CountLine]) -> CountLine:
    kinds: Counter[str] = Counter()
    last = 0
    for line in lines:
        kinds.update(line.kinds)
        last += line.last
    return CountLine(label, kinds, last)


def _kind_columns(lines: Iterable[CountLine]) -> dict[str, str]:
    """The kinds, and a column for entries whose kind is not known only where there are any."""
    columns = dict(KIND_NAMES)
    if any(kind not in columns for line in lines for kind in line.kinds):
        columns[""] = KIND_UNKNOWN
    return columns


def _count(
    line: CountLine, total: CountLine, kinds: Mapping[str, str], has_last: bool
) -> dict[str, object]:
    record: dict[str, object] = {ALL: line.count}
    record |= {column: line.kinds[kind] for kind, column in kinds.items()}
    record |= {SHARE: show_percent(line.count, total.count), REMARK: line.note}
    record[LAST] = line.last if has_last else None
    record[CHANGE] = line.count - line.last if has_last else None
    record[RATIO] = show_percent(line.count, line.last) if has_last else None
    return record


def _miss_last(year: Year | None) -> tuple[str, ...]:
    if year is None or (year.last is not None and year.before == year.year - 1):
        return ()
    if year.last is None:
        return (f"Chưa có số liệu năm {year.before} để so sánh.",)
    return (f"Chưa có số liệu năm {year.year - 1}; “năm trước” là năm {year.before}.",)


def _widths(columns: Sequence[str], label: str, *, with_notes: bool) -> list[float]:
    widths = dict(_WIDTHS)
    if REMARK not in columns or len(columns) <= 8:
        widths |= {label: 5.6, REMARK: 2.4}
    elif with_notes:
        widths |= {label: 5.5, REMARK: 6.6}
    else:
        widths |= {label: 8.4, REMARK: 3.0}
    return [widths.get(column, 1.75) for column in columns]


def _derive(kinds: Mapping[str, str], has_last: bool) -> dict[str, Derived]:
    derived = {SHARE: Derived("share", (ALL,))}
    if kinds:
        derived[ALL] = Derived("sum", tuple(kinds.values()))
    if has_last:
        derived[CHANGE] = Derived("difference", (ALL, LAST))
        derived[RATIO] = Derived("ratio", (ALL, LAST))
    return derived
