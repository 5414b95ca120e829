"""Web pages, and lists that programs export as such under the name of a DOC or XLS.

What a browser does not show is left out, and that is said. Letters of old fonts are decoded as
those of Word are, by the fonts that the page names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.codes import FileKind
from pipeline.language.charset import Survey, clean, decode_text, examine_runs, survey_runs
from pipeline.language.encoding import decode_bytes
from pipeline.model import Document, Grid, Note, Paragraph, Source
from pipeline.problems import NotRead
from pipeline.read.means import USUAL, Means
from pipeline.read.remedies import SAVE_XLSX
from pipeline.read.web.mht import SavedPage, open_pages
from pipeline.read.web.page import WebPage, WebTable, WebText, list_texts, read_page
from pipeline.read.web.tables import TableLayout, is_sheet, lay_out_as_sheet, place_cells

MAX_SIZE = 64 * 1024**2  # bytes of a page

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_EXCEL = re.compile(r"urn:schemas-microsoft-com:office:excel|content=[\"']?Excel\.Sheet", re.I)
_HIDDEN_SHEET = re.compile(r"<x:Visible>\s*Sheet(?:Very)?Hidden", re.IGNORECASE)
_HEAD = 8_192  # letters in which a page says what it is


def read(source: Source, means: Means = USUAL) -> Document:
    """Read a web page (HTML), or one with all that belongs to it in one file (MHT).

    Raises:
        NotRead: too large, broken, or a frame whose content lies in other files.
    """
    if source.path.stat().st_size > MAX_SIZE:
        raise NotRead("Trang web quá lớn để đọc", "Tách thành nhiều tệp nhỏ hơn")
    blocks: list[Paragraph | Grid] = []
    notes: list[Note] = []
    for saved in _open(source):
        page = _Page.of(saved, means.limits.cells)
        blocks += page.blocks
        notes += page.notes
    if not blocks and not notes:
        raise NotRead("Trang web không có chữ nào", "Mở tệp bằng trình duyệt để kiểm tra")
    return Document(source, tuple(blocks), notes=tuple(dict.fromkeys(notes)))


def _open(source: Source) -> Sequence[SavedPage]:
    content = Path(source.path).read_bytes()
    if source.kind == FileKind.MHTML:
        return open_pages(content)
    declared = _CHARSET.search(content[:_HEAD])
    return [SavedPage(content, declared[1].decode("ascii", "replace") if declared else "")]


@dataclass(frozen=True, slots=True)
class _Page:
    """What one page gives."""

    blocks: Sequence[Paragraph | Grid]
    notes: Sequence[Note]

    @classmethod
    def of(cls, saved: SavedPage, most: int) -> _Page:
        text = decode_bytes(saved.content, saved.charset)
        if _HIDDEN_SHEET.search(text):
            return cls((), (_HIDDEN_NOTE,))
        page = read_page(text, most)
        is_excel = _EXCEL.search(text[:_HEAD]) is not None
        blocks, unsure = _lay_out(page, most, is_excel=is_excel)
        if page.frames and not blocks:
            raise NotRead("Trang web chỉ là khung, nội dung nằm ở các tệp đi kèm", SAVE_XLSX)
        return cls(blocks, tuple(_note_doubts(page, saved, blocks, unsure)))


def _lay_out(
    page: WebPage, most: int, *, is_excel: bool
) -> tuple[list[Paragraph | Grid], list[str]]:
    """Return the blocks of a page, and its paragraphs outside tables that are not sure."""
    survey = survey_runs(run for text in list_texts(page.blocks) for run in text.runs)
    blocks: list[Paragraph | Grid] = []
    unsure: list[str] = []

    def decode(text: WebText) -> tuple[Paragraph, bool]:
        return _decode(text, survey)

    layout = TableLayout(decode, most)
    for block in page.blocks:
        if isinstance(block, WebTable):
            as_sheet = is_sheet(block) or (is_excel and not _has_tables(block))
            blocks += lay_out_as_sheet(block, decode, most) if as_sheet else layout.lay_out(block)
            continue
        paragraph, sure = decode(block)
        if paragraph.text:
            blocks.append(paragraph)
        if not sure:
            unsure.append(paragraph.text)
    return blocks, unsure


def _has_tables(table: WebTable) -> bool:
    return any(isinstance(b, WebTable) for row in table.rows for cell in row for b in cell.content)


def _decode(text: WebText, survey: Survey) -> tuple[Paragraph, bool]:
    decoded = examine_runs(text.runs, survey)
    words = clean("".join(run.text for run in decoded))
    words = "\n".join(" ".join(line.split()) for line in words.split("\n")).strip()
    paragraph = Paragraph(words, centred=text.centred, bold=text.weights == {True})
    return paragraph, all(run.sure for run in decoded) and len(text.strikes) < 2


def _count_hidden(block: WebText | WebTable) -> int:
    """Count the cells with words in the hidden columns of a table."""
    if isinstance(block, WebText) or not block.hidden_columns:
        return 0
    shown = {id(spot.cell) for spot in place_cells(block, 10**9)}
    return sum(bool(c.content) and id(c) not in shown for row in block.rows for c in row)


_HIDDEN_NOTE = Note(
    "hidden-left-out", "Không lấy chữ trong trang tính ẩn của trang web", doubt=False
)


def _note_doubts(
    page: WebPage, saved: SavedPage, blocks: Sequence[Paragraph | Grid], unsure: Sequence[str]
) -> Iterator[Note]:
    hidden = page.hidden + sum(map(_count_hidden, page.blocks))
    if hidden:
        text = f"Không lấy {hidden} chỗ có chữ mà trang web không hiện ra"
        yield Note("hidden-left-out", text, doubt=False)
    if unsure:
        yield Note(
            "text-uncertain",
            f"Có {len(unsure)} đoạn gõ bằng phông chữ cũ (TCVN3, VNI) đọc không chắc chắn; "
            "đối chiếu với văn bản gốc",
            where=f"đoạn “{unsure[0][:60]}”",
        )
    if page.struck:
        shown = "; ".join(" ".join(decode_text(text).split()) for text in page.struck)[:80]
        yield Note("struck-out", f"Có {len(page.struck)} dòng bị gạch bỏ, không lấy: “{shown}”")
    has_grid = any(isinstance(block, Grid) for block in blocks)
    if not has_grid and (page.pictures or saved.pictures):
        yield Note(
            "pictures-unread",
            "Trang web có hình ảnh mà không có bảng; chữ trong hình chưa được đọc, xin bản Word, "
            "Excel hoặc PDF của phần đó",
        )
