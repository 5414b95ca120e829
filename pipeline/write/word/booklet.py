"""The booklet as a Word file: cover, contents, one page for each model."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.files import put
from pipeline.write.word.template import fill_template

TEMPLATE_NAME = "booklet.docx"


def write_booklet_word(values: Mapping[str, Any], path: Path) -> Path:
    """Write the booklet of ``booklet.booklet_values`` as DOCX and return ``path``.

    Raises:
        NotWritten: as ``files.put``.
    """
    data = fill_template(TEMPLATE_NAME, values)

    def write(part: Path) -> None:
        part.write_bytes(data)

    return put(path, write)
