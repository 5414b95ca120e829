"""A web page in one file (MHT): the pages in it, in the order in which they are shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.read.mail import list_parts, take_content

_SHEET = re.compile(r"sheet\d+\.html?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SavedPage:
    """One page of HTML, not yet decoded."""

    content: bytes
    charset: str = ""  # that is claimed around it
    pictures: int = 0  # that lie beside it


def open_pages(content: bytes) -> list[SavedPage]:
    """Return the pages of an MHT; of a workbook its sheets and not the frame around them.

    Raises:
        NotRead: it is broken, or has more parts than any page.
    """
    pages: list[tuple[str, SavedPage]] = []
    pictures = 0
    for part in list_parts(content):
        pictures += part.get_content_maintype() == "image"
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            charset = str(part.get_content_charset() or "")
            pages.append((part.get("Content-Location", ""), SavedPage(take_content(part), charset)))
    sheets = [page for place, page in pages if _SHEET.search(place.strip())]
    chosen = sheets or [page for _, page in pages[:1]]
    return [SavedPage(page.content, page.charset, pictures) for page in chosen]
