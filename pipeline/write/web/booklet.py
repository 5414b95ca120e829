"""The booklet as one HTML file that opens without a server, is searched and prints well."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from pipeline.datafile import read_text
from pipeline.files import put
from pipeline.write.sheets.doubts import CLOSE, OPEN
from pipeline.write.words import show_count

TEMPLATE_NAME = "booklet.html"
_BLANK = "…………"


def write_booklet_web(values: Mapping[str, Any], path: Path) -> Path:
    """Write the booklet of ``booklet.booklet_values`` as HTML and return ``path``.

    Nothing in it is fetched from anywhere: styles and the search stand in the file.

    Raises:
        NotWritten: as ``files.put``.
    """
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_show,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    text = environment.from_string(read_text(f"templates/{TEMPLATE_NAME}")).render(values)

    def write(part: Path) -> None:
        part.write_text(text + "\n", encoding="utf-8", newline="\n")

    return put(path, write)


def _show(value: object) -> object:
    if value is None:
        return _BLANK
    if isinstance(value, str) and OPEN in value:
        return Markup(str(escape(value)).replace(OPEN, "<mark>").replace(CLOSE, "</mark>"))
    return show_count(value) if isinstance(value, int) else value
