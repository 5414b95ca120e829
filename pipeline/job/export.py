"""Entries and tables as text: JSON lines, CSV, or a table for the terminal."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.classify.fields import field_names
from pipeline.frame import COLUMNS, Record
from pipeline.language.keys import squeeze
from pipeline.language.reasons import explain_flag
from pipeline.model import KIND_NAMES, Table
from pipeline.write.sheets.sheet import Sheet

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.register.year import Compared

SHOWN = {
    "no": "STT",
    "subject": "Đối tượng",
    "subject_kind": "Loại",
    "locality": "Thôn, tổ",
    "commune": "Xã, phường",
    "field": "Lĩnh vực",
    "model": "Tên mô hình, điển hình",
    "flags": "Cần xem",
}
"""Columns of an entry on the terminal, and what they are called there."""


def to_jsonl(records: Iterable[Record]) -> str:
    """Return one JSON object an entry, each on a line."""
    return _join(records)


def to_csv(records: Iterable[Record]) -> str:
    """Return the entries as CSV; ``cells`` as JSON, ``flags`` separated by spaces."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(COLUMNS), lineterminator="\n")
    writer.writeheader()
    for record in records:
        cells = json.dumps(record["cells"], ensure_ascii=False)
        writer.writerow({**record, "cells": cells, "flags": " ".join(record["flags"])})
    return stream.getvalue()


def write_xlsx(records: Iterable[Record], path: Path) -> None:
    """Write the entries as one list in a workbook.

    Raises:
        NotWritten: the file cannot be put in place.
    """
    import pandas as pd

    from pipeline.files import put
    from pipeline.write.excel.workbook import draw_workbook

    rows = [
        {name: _show(value) for name, value in record.items() if name != "cells"}
        for record in records
    ]
    names = [name for name in COLUMNS if name != "cells"]
    sheet = Sheet(
        name="Danh sách",
        title="Danh sách mô hình, điển hình tiên tiến",
        frame=pd.DataFrame(rows, columns=names),
        landscape=True,
        listing=True,
    )
    now = datetime.now()
    put(path, lambda part: draw_workbook([sheet], part, now), now)


def to_table(records: Iterable[Record], width: int) -> str:
    """Return the main columns as a table for the terminal."""
    rows = [[_say(name, record[name]) for name in SHOWN] for record in records]
    return _draw(list(SHOWN.values()), rows, width)


def _say(column: str, value: Any) -> str:
    """A value in the officer's words."""
    if column == "subject_kind":
        return KIND_NAMES.get(value, "")
    if column == "field":
        return field_names().get(value, _show(value))
    if column == "flags":
        return "; ".join(explain_flag(flag).text for flag in value)
    return _show(value)


def changes_to_jsonl(changes: Iterable[Compared]) -> str:
    """Return one JSON object a model of two years: what became of it, and where it stands."""
    return _join(
        {
            "status": change.status.value,
            "subject": change.entry["subject"],
            "commune": change.entry["commune"],
            "model": change.entry["model"],
            "certainty": round(change.certainty, 2),
            "before": _locate(change.before),
            "after": _locate(change.after),
        }
        for change in changes
    )


def _locate(entry: pd.Series | None) -> dict[str, Any] | None:
    if entry is None:
        return None
    return {
        "source_file": entry["source_file"],
        "appendix": entry["appendix"],
        "row": int(entry["row"]),
    }


def changes_to_table(changes: Iterable[Compared], years: tuple[int, int], width: int) -> str:
    """Return the models of two years as a table for the terminal."""
    from pipeline.register.identity.compare import STATUS_NAMES

    shown = ("Biến động", "Đối tượng", "Xã, phường", "Tên mô hình, điển hình", "Độ chắc")
    header = (*shown, *(f"Năm {year}" for year in years))
    rows = [
        [
            STATUS_NAMES[change.status],
            *(str(change.entry[name]) for name in ("subject", "commune", "model")),
            f"{change.certainty:.2f}",
            _show_place(change.before),
            _show_place(change.after),
        ]
        for change in changes
    ]
    return _draw(header, rows, width)


def _show_place(entry: pd.Series | None) -> str:
    place = _locate(entry)
    return ", ".join(str(part) for part in place.values() if part != "") if place else ""


def tables_to_jsonl(tables: Sequence[Table]) -> str:
    """Return one JSON object a table: pages, title, header, rows, kinds, list, and its doubts.

    ``filled``: the rows with merged cells' texts in every row that they cover.
    """
    return _join(
        {
            "pages": list(table.pages),
            "title": [squeeze(line) for line in table.title],
            "header": [squeeze(text) for text in table.header],
            "rows": [[squeeze(text) for text in row.cells] for row in table.rows],
            "filled": [[squeeze(text) for text in row.filled] for row in table.rows],
            "kinds": [row.kind.value for row in table.rows],
            "doubts": [[str(doubt) for doubt in row.doubts] for row in table.rows],
            "list": table.is_list,
            "confidence": round(table.confidence, 2),
        }
        for table in tables
    )


def tables_to_text(tables: Sequence[Table], width: int) -> str:
    """Return every table drawn for the terminal."""
    drawn = []
    for table in tables:
        header = [squeeze(text) or f"[{c + 1}]" for c, text in enumerate(table.header)]
        rows = [[row.kind.value, *map(squeeze, row.cells)] for row in table.rows]
        mark = "danh sách" if table.is_list else "bảng"
        title = squeeze(" ".join(table.title))
        sure = "" if table.confidence == 1.0 else f", chắc chắn {table.confidence:.0%}"
        pages = ", ".join(map(str, table.pages)) or "?"
        drawn.append(f"{mark} (trang {pages}{sure}): {title}")
        drawn.append(_draw(["", *header], rows, width))
    return "\n".join(drawn)


def _join(records: Iterable[Record]) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def _show(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(value)
    return "" if value is None else str(value)


def _draw(header: Sequence[str], rows: Iterable[Sequence[str]], width: int) -> str:
    from rich.console import Console
    from rich.table import Table as RichTable

    table = RichTable(show_lines=True)
    for name in header:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*[text.replace("[", "\\[") for text in row])
    console = Console(file=io.StringIO(), width=max(width, 60), color_system=None)
    console.print(table)
    stream = console.file
    return stream.getvalue() if isinstance(stream, io.StringIO) else ""
