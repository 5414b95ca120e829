"""The rows that other libraries give for a PDF, as they are used out of the box."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path

Rows = list[tuple[str, ...]]


def read_with_pdfplumber(path: Path) -> Rows:
    """Return every row of every table that pdfplumber finds."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return [
            _fold(row) for page in pdf.pages for table in page.extract_tables() for row in table
        ]


def read_with_pymupdf(path: Path) -> Rows:
    """Return every row of every table that PyMuPDF finds.

    The words come from each cell's box: ``Table.extract`` of 2.0 loses the spaces of our plans.
    """
    pymupdf = import_module("pymupdf")
    with pymupdf.open(path) as pdf:
        return [
            _fold(page.get_textbox(cell) if cell else "" for cell in row.cells)
            for page in pdf
            for table in page.find_tables().tables
            for row in table.rows
        ]


def read_with_camelot(path: Path) -> Rows:
    """Return every row of every ruled table that camelot finds."""
    tables = import_module("camelot").read_pdf(str(path), pages="all", flavor="lattice")
    return [_fold(row) for table in tables for row in table.df.to_numpy().tolist()]


RIVALS: dict[str, Callable[[Path], Rows]] = {
    "pdfplumber": read_with_pdfplumber,
    "pymupdf": read_with_pymupdf,
    "camelot": read_with_camelot,
}


def count_exact(due: Iterable[tuple[str, ...]], found: Sequence[tuple[str, ...]]) -> int:
    """Return how many of the rows due were found with every cell exact."""
    rows = set(found)
    return sum(cells in rows for cells in due)


def _fold(row: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(" ".join((cell or "").split()) for cell in row)
