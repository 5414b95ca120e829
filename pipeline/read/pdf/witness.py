"""What a PDF page shows in the order of its file, before lines, words and cells are made."""

from __future__ import annotations

from pipeline.model import Witness
from pipeline.read.table.page import Page


def hear_page(page: Page) -> Witness:
    """Return the words of a page's letters.

    Args:
        page: its letters decoded, those drawn twice or across the text left out.
    """
    return Witness("\n".join(part for part in (page.text, page.stamp) if part), page.number)
