"""The year's tables, Biểu 01 to 06.

Sheets compute; ``excel/`` and ``word/`` draw them. A new table is a function here and its
name in ``YEAR_SHEETS``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from pipeline.classify.collectives import OTHER, collective_names, sort_collective
from pipeline.frame import Record
from pipeline.language.keys import sort_key
from pipeline.model import KIND_NAMES, SubjectKind, Year
from pipeline.register.identity.compare import STATUS_NAMES, Fate, compare_frames
from pipeline.register.officer.labels import YEAR_LIST
from pipeline.write.sheets.counts import (
    ALL,
    KIND_UNKNOWN,
    NOT_KNOWN,
    ORDINAL,
    TOTAL,
    RowGroup,
    count_sheet,
    key_rows,
    read_rows,
    tally,
)
from pipeline.write.sheets.doubts import Doubts
from pipeline.write.sheets.lists import list_sheet
from pipeline.write.sheets.names import Names
from pipeline.write.sheets.places import (
    Places,
    UnitKind,
    list_places,
    name_kind,
    place_groups,
)
from pipeline.write.sheets.sheet import Derived, Format, Sheet
from pipeline.write.sheets.sources import Sources

WHAT = "mô hình, điển hình tiên tiến"


def year_sheets(year: Year, names: Names) -> tuple[Sheet, ...]:
    """Return Biểu 01 to 06 of the year, in order."""
    return tuple(make(year, names) for make in YEAR_SHEETS)


# --- Biểu 01 to 06 -------------------------------------------------------------------


def count_fields(year: Year, names: Names) -> Sheet:
    """Biểu 01: by field."""
    lines = tally(year, lambda row: str(row["field"]), names.fields)
    title = f"Biểu 01. Tổng hợp {WHAT} theo lĩnh vực, năm {year.year}"
    return replace(count_sheet("Biểu 01 - Lĩnh vực", title, "Lĩnh vực", lines, year), chart=ALL)


def count_places(year: Year, names: Names) -> Sheet:
    """Biểu 02: by commune, then bodies and schools that name none, then what is not known."""
    title = f"Biểu 02. Tổng hợp {WHAT} theo địa bàn, đơn vị, năm {year.year}"
    groups = place_groups(year, names)
    return count_sheet("Biểu 02 - Địa bàn", title, "Địa bàn, đơn vị", groups, year)


def count_kinds(year: Year, names: Names) -> Sheet:
    """Biểu 03: by kind of subject, collectives by their sort."""
    sorts = collective_names()
    single = {kind: name for kind, name in KIND_NAMES.items() if kind != SubjectKind.COLLECTIVE}
    lines = tally(year, _kind_key, {**sorts, **single, "": KIND_UNKNOWN})
    rests = (sorts[OTHER], KIND_UNKNOWN)
    shown = [line for line in lines if line.label not in rests or line.count or line.last]
    inside = tuple(line for line in shown if line.label in sorts.values())
    collectives = RowGroup(KIND_NAMES[SubjectKind.COLLECTIVE], inside)
    alone = [line for line in shown if line not in inside]
    title = f"Biểu 03. Tổng hợp {WHAT} theo đối tượng, năm {year.year}"
    return count_sheet(
        "Biểu 03 - Đối tượng", title, "Đối tượng", [collectives, *alone], year, by_kind=False
    )


def _kind_key(row: Record) -> str:
    kind = str(row["subject_kind"])
    return sort_collective(str(row["subject"])) if kind == SubjectKind.COLLECTIVE else kind


def count_fields_by_place(year: Year, names: Names) -> Sheet:
    """Biểu 04: places down, the fields that have entries across."""
    rows = read_rows(year.frame)
    used = Counter(str(row["field"]) for row in rows)
    codes = [code for code in names.fields if used[code]]
    codes += sorted(used.keys() - set(codes))
    labels = {code: names.fields.get(code) or code or NOT_KNOWN for code in codes}
    places, cells = _cross_places(year, names)
    records = [
        _matrix_record(str(number), place, labels, {code: cells[key, code] for code in labels})
        for number, (key, place) in enumerate(places.items(), 1)
    ]
    records.append(_matrix_record("", TOTAL, labels, used))
    columns = [ORDINAL, "Địa bàn, đơn vị", *labels.values(), ALL]
    counted = [*labels.values(), ALL]
    return Sheet(
        "Biểu 04 - Lĩnh vực, địa bàn",
        f"Biểu 04. Số {WHAT} theo lĩnh vực và địa bàn, năm {year.year}",
        pd.DataFrame(records, columns=columns, dtype=object),
        widths=[1.1, 5.0, *([_matrix_width(len(labels))] * len(labels)), 1.5],
        total=True,
        sums=counted,
        formats={ORDINAL: Format.CENTRE, **dict.fromkeys(counted, Format.COUNT)},
        derived={ALL: Derived("sum", tuple(labels.values()))} if labels else {},
        landscape=True,
    )


def _matrix_width(columns: int) -> float:
    """As wide as a landscape page has room for, but not less than the longest syllables need."""
    return max(1.65, min(2.2, 19.0 / max(columns, 1)))


def list_changes(year: Year, names: Names) -> Sheet:
    """Biểu 05: what is new, kept or no longer listed against the year before."""
    last_name, this_name = f"Năm {year.before}", f"Năm {year.year}"
    model, unit = "Tên mô hình, điển hình", "Đơn vị"
    columns = [ORDINAL, "Biến động", model, unit, last_name, this_name]
    found = _describe_changes(year, names)
    records = [
        dict(zip(columns, (str(number), *values), strict=True))
        for number, (values, _) in enumerate(found, 1)
    ]
    doubted = {model: "model", unit: "subject"}
    missing = (
        f"Chưa có danh sách năm {year.before} nên chưa lập được biểu biến động; biểu này "
        f"được lập khi có kế hoạch của năm {year.before}."
    )
    return Sheet(
        "Biểu 05 - Biến động",
        f"Biểu 05. Biến động {WHAT} năm {year.year} so với năm {year.before}",
        pd.DataFrame(records, columns=columns, dtype=object),
        widths=[1.1, 3.5, 8.0, 8.0, 2.5, 2.5],
        notes=(missing,) if year.last is None else (),
        formats=dict.fromkeys((ORDINAL, last_name, this_name), Format.CENTRE),
        landscape=True,
        doubts=[
            (index, label)
            for index, (_, doubts) in enumerate(found)
            for label, column in doubted.items()
            if column in doubts
        ],
    )


def list_entries(year: Year, names: Names) -> Sheet:
    """Biểu 06: every entry with its source."""
    rows, title = key_rows(year.frame), title_entries(year)
    doubts = {row["key"]: found for row in rows if (found := Doubts(year).find_columns(row))}
    return list_sheet(YEAR_LIST, title, rows, names, Sources(year), doubts)


def title_entries(year: Year) -> str:
    """Return the title of Biểu 06."""
    return f"Biểu 06. Danh sách chi tiết {WHAT} năm {year.year}"


YEAR_SHEETS: tuple[Callable[[Year, Names], Sheet], ...] = (
    count_fields,
    count_places,
    count_kinds,
    count_fields_by_place,
    list_changes,
    list_entries,
)


# --- the matrix ---------------------------------------------------------------------


_MOST_EMPTY = 40  # communes: of a province's table those without entries are left out


def _cross_places(
    year: Year, names: Names
) -> tuple[dict[tuple[UnitKind, str], str], Counter[tuple[tuple[UnitKind, str], str]]]:
    """The lines of Biểu 04, key -> name, and how many entries of each field each has.

    Where places are many, only those with entries; bodies stand in one line, and so does what
    is not known.
    """
    finder, found = Places(year.seat), list_places(year, names)
    single = {kind: dict(found[kind]) for kind in (UnitKind.COMMUNE, UnitKind.HAMLET)}
    cells: Counter[tuple[tuple[UnitKind, str], str]] = Counter()
    for row in read_rows(year.frame):
        kind, key, _ = finder.find(row)
        cells[(kind, key if kind in single else ""), str(row["field"])] += 1
    filled = {place for place, _ in cells}
    if len(found[UnitKind.COMMUNE]) <= _MOST_EMPTY:
        filled |= {(kind, key) for kind in single for key in single[kind]}
        filled |= {(UnitKind.BODY, ""), (UnitKind.UNKNOWN, "")}
    lines = {(kind, key): name for kind in single for key, name in single[kind].items()}
    lines |= {(kind, ""): name_kind(kind, year.seat) for kind in (UnitKind.BODY, UnitKind.UNKNOWN)}
    return {place: name for place, name in lines.items() if place in filled}, cells


def _matrix_record(
    ordinal: str, place: str, labels: Mapping[str, str], counts: Mapping[str, int]
) -> dict[str, object]:
    """One line of Biểu 04; a nought stays blank but in the totals, so that figures stand out."""
    record: dict[str, object] = {ORDINAL: ordinal, "Địa bàn, đơn vị": place}
    record |= {label: counts[code] or None for code, label in labels.items()}
    return record | {ALL: sum(counts[code] for code in labels)}


# --- the year before -----------------------------------------------------------------


def find_changes(year: Year, names: Names) -> Sequence[Fate]:
    """Return what became of each model: as the register knows it, else by the frames alone."""
    if year.last is None:
        return ()
    return compare_frames(year.last, year.frame) if names.changes is None else names.changes


_Change = tuple[tuple[str, str, str, str, str], frozenset[str]]


def _describe_changes(year: Year, names: Names) -> list[_Change]:
    """What became of each model, its name, whose it is, the years that list it; what is in doubt.

    By what became of them, then in Vietnamese order.
    """
    now, last = read_rows(year.frame), read_rows(year.last)
    doubts, order = Doubts(year), list(STATUS_NAMES)
    found = []
    for change in find_changes(year, names):
        row = now[change.after] if change.after is not None else last[change.before or 0]
        before, after = ("" if place is None else "x" for place in (change.before, change.after))
        values = (STATUS_NAMES[change.status], row["model"], row["subject"], before, after)
        keys = (order.index(change.status), sort_key(row["model"]), sort_key(row["subject"]))
        found.append((keys, (values, doubts.find_columns(row))))
    return [described for _, described in sorted(found, key=lambda pair: pair[0])]
