"""The list of entries, one a row, with its source: as it is printed, and to be corrected in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from pipeline.frame import Record
from pipeline.language.keys import sort_key, words_key
from pipeline.model import KIND_NAMES
from pipeline.register.officer.labels import COLUMN_NAMES, CONFIRM, KEY, MARK, REASONS, REMOVE
from pipeline.write.sheets.counts import KIND_UNKNOWN, NOT_KNOWN, ORDINAL
from pipeline.write.sheets.names import Names
from pipeline.write.sheets.sheet import Format, Sheet
from pipeline.write.sheets.sources import Sources, describe_file

HIDDEN = 0.0
"""Width of a column that is not seen."""

_FIELD = COLUMN_NAMES["field"]
_REMARKS = "Ghi chú"
_COLUMNS = {
    ORDINAL: 1.1,
    "Tên mô hình, điển hình": 4.6,
    "Đối tượng": 3.8,
    "Loại đối tượng": 1.7,
    "Thôn, tổ dân phố": 2.2,
    "Xã, phường": 2.2,
    "Đơn vị mới từ 01/7/2025": 2.2,
    _FIELD: 2.6,
    "Phong trào thi đua": 2.4,
    "Nội dung": 5.2,
    "Văn bản nguồn": 3.6,
    _REMARKS: 2.4,
}
_EDIT_COLUMNS = {
    ORDINAL: _COLUMNS[ORDINAL],
    "Tên mô hình, điển hình": _COLUMNS["Tên mô hình, điển hình"],
    MARK: 1.8,
    **{column: width for column, width in _COLUMNS.items() if column != _REMARKS},
    "Chức vụ, nơi công tác": 2.4,
    _REMARKS: 1.8,
    REASONS: 3.4,
    KEY: HIDDEN,
}


def list_sheet(
    name: str,
    title: str,
    rows: Sequence[Record],
    names: Names,
    sources: Sources,
    doubts: Mapping[str, Collection[str]],
) -> Sheet:
    """Return the entries as a paper prints them: by field, commune, subject and model.

    Files and reasons to doubt are the office's own and stand in its workbooks only; a cell in
    doubt is marked.

    Args:
        name: tab.
        title: heading above the table.
        rows: the entries, each with its ``key``.
        names: what fields are called, and what communes became.
        sources: where each entry stands.
        doubts: columns of the frame that are in doubt, by the entry's key.
    """
    ordered = _order_rows(rows, names.fields)
    heirs = {words_key(old): new for old, new in names.successors.items()}
    records = [
        _record(str(number), row, names.fields, heirs, sources.describe(row))
        for number, row in enumerate(ordered, 1)
    ]
    return Sheet(
        name,
        title,
        pd.DataFrame(records, columns=list(_COLUMNS), dtype=object),
        widths=list(_COLUMNS.values()),
        formats={ORDINAL: Format.CENTRE},
        notes=() if rows else (_NOTHING,),
        landscape=True,
        listing=True,
        doubts=[
            (index, label)
            for index, row in enumerate(ordered)
            for label, column in _PRINTED.items()
            if column in doubts.get(row["key"], ())
        ],
    )


_PRINTED = {
    "Tên mô hình, điển hình": "model",
    "Đối tượng": "subject",
    "Thôn, tổ dân phố": "locality",
    "Xã, phường": "commune",
    "Nội dung": "content",
}


_NOTHING = "Không có mô hình, điển hình nào."


def edit_sheet(
    name: str,
    title: str,
    rows: Sequence[Record],
    fields: Mapping[str, str],
    successors: Mapping[str, str],
    sources: Sources,
    doubts: Mapping[str, Sequence[str]],
    *,
    with_field: bool = True,
) -> Sheet:
    """Return the list with all that may be corrected in it.

    Args:
        name: tab.
        title: heading above the table.
        rows: the entries, each with its ``key``.
        fields: code -> name.
        successors: communes since 1/7/2025.
        sources: where each entry stands.
        doubts: what to look at and why, by the entry's key.
        with_field: with the column of the field.
    """
    ordered = _order_rows(rows, fields)
    heirs = {words_key(old): new for old, new in successors.items()}
    records = []
    for number, row in enumerate(ordered, 1):
        record = _record(str(number), row, fields, heirs, sources.describe_files(row))
        record |= {"Chức vụ, nơi công tác": row["position"]}
        record |= {REASONS: "; ".join(doubts[row["key"]])}
        records.append(record | {MARK: "", KEY: row["key"]})
    columns = [column for column in _EDIT_COLUMNS if with_field or column != _FIELD]
    choices = {
        _FIELD: tuple(fields.values()),
        "Loại đối tượng": tuple(KIND_NAMES.values()),
        MARK: (REMOVE, CONFIRM),
    }
    return Sheet(
        name,
        title,
        pd.DataFrame(records, columns=columns, dtype=object),
        widths=[_EDIT_COLUMNS[column] for column in columns],
        formats={ORDINAL: Format.CENTRE},
        notes=() if rows else (_NOTHING,),
        landscape=True,
        listing=True,
        choices={column: choices[column] for column in choices if column in columns},
        doubts=[(i, REASONS) for i, one in enumerate(records) if one[REASONS]],
    )


def _order_rows(rows: Sequence[Record], fields: Mapping[str, str]) -> list[Record]:
    order = {code: place for place, code in enumerate(fields)}

    def place(row: Record) -> tuple[object, ...]:
        keys = [sort_key(row[column]) for column in ("commune", "subject", "model")]
        return (order.get(row["field"], len(order)), not row["commune"], *keys, describe_file(row))

    return sorted(rows, key=place)


def _record(
    ordinal: str,
    row: Record,
    fields: Mapping[str, str],
    heirs: Mapping[str, str],
    source: str,
) -> dict[str, str]:
    values = (
        ordinal,
        row["model"],
        row["subject"],
        KIND_NAMES.get(row["subject_kind"], KIND_UNKNOWN),
        row["locality"],
        row["commune"],
        heirs.get(words_key(row["commune"]), ""),
        fields.get(row["field"]) or row["field"] or NOT_KNOWN,
        row["movement"],
        row["content"],
        source,
        row["note"],
    )
    return dict(zip(_COLUMNS, values, strict=True))
