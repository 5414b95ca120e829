"""What a file holds and a reader leaves out, said in one way for every format."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.codes import NoteCode
from pipeline.model import Note

_LONGEST = 80  # letters of a quotation


def note_struck(texts: Sequence[str], where: str) -> Note:
    """Return the note on text that is struck through.

    Args:
        texts: what is withdrawn, one a row or line, in the order of the paper.
        where: its place as the officer looks it up: "trang 3", "dòng 12".
    """
    count = "" if len(texts) == 1 else f" ở {len(texts)} dòng"
    return Note(
        NoteCode.STRUCK_OUT,
        f"{where[:1].upper()}{where[1:]} có chữ bị gạch bỏ{count}, không lấy: {_quote(texts)}",
        where,
    )


def note_hidden(texts: Sequence[str], where: str) -> Note:
    """Return the note on text that is in the file and that no viewer shows.

    Args:
        texts: what is hidden, one a row or line, in the order of the paper.
        where: its place: "trang 3", "trang tính “Danh sách”".
    """
    words = sum(len(text.split()) for text in texts)
    return Note(
        NoteCode.HIDDEN_TEXT,
        f"{where[:1].upper()}{where[1:]} có {len(texts)} dòng ({words} từ) không hiện khi mở tệp, "
        f"không lấy: {_quote(texts)}",
        where,
    )


def note_watermark(text: str, where: str) -> Note:
    """Return the note on letters that run across the text of some pages."""
    told = f"{where[:1].upper()}{where[1:]} có chữ chìm {_quote([text])}, không thuộc nội dung"
    return Note(NoteCode.WATERMARK, f"{told} nên không lấy", where, doubt=False)


def list_pages(pages: Sequence[int]) -> str:
    """Return pages as an officer writes them: "1, 3-5"."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)


def _quote(texts: Sequence[str]) -> str:
    text = "; ".join(" ".join(text.split()) for text in texts)
    return f"“{text}”" if len(text) <= _LONGEST else f"“{text[:_LONGEST].rstrip()}…”"
