"""What was read of one file, held against the file and against itself.

The audit knows nothing of how tables are made: it takes the Document, what its reader says
the pages show (``Witness``), and the tables. It changes no text; it doubts rows, and says in
the receipt what stands on none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.audit.breaks import check_breaks
from pipeline.audit.conserve import check_rows, check_words
from pipeline.audit.finding import Remark, RowDoubt, put_doubts
from pipeline.audit.left_out import check_left_out
from pipeline.audit.order import check_order
from pipeline.audit.ordinals import check_groups, check_ordinals
from pipeline.audit.pages import check_pages
from pipeline.audit.parting import check_parting
from pipeline.audit.rows import check_cells
from pipeline.model import Document, Note, Table


@dataclass(frozen=True, slots=True)
class Audited:
    """The tables with the doubts on their rows, and what goes into the receipt."""

    tables: tuple[Table, ...]
    notes: tuple[Note, ...]


def audit(document: Document, tables: Sequence[Table]) -> Audited:
    """Return the tables with what does not agree marked on them.

    Args:
        document: as its reader gave it.
        tables: all that were made of it, the lists marked so.
    """
    found: list[Remark] = [
        *check_words(document, tables),
        *check_rows(document, tables),
        *check_order(document, tables),
        *check_ordinals(tables, document.notes),
        *check_groups(tables),
        *check_pages(document, tables),
        *check_left_out(document, tables),
        *check_cells(tables),
        *check_breaks(tables),
        *check_parting(tables),
    ]
    doubts = [one for one in found if isinstance(one, RowDoubt)]
    notes = [one for one in found if isinstance(one, Note)]
    return Audited(put_doubts(tables, doubts), tuple(dict.fromkeys(notes)))
