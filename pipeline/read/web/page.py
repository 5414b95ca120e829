"""A page of HTML taken apart: paragraphs and tables as a browser shows them, not yet decoded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile

from lxml import etree

from pipeline.language.charset import Run
from pipeline.problems import NotRead
from pipeline.read.docx.numbers import to_roman
from pipeline.read.docx.package import Element, to_int
from pipeline.read.web.looks import StyleSheet, WebLook, look_at, read_styles

MAX_SPAN = 1_000  # columns that browsers let a cell take

_UNREAD = frozenset(
    {"head", "title", "script", "style", "xml", "template", "del", "select", "button", "object"}
)
_BLOCKS = frozenset(
    {
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "details",
        ),
        *("div", "dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5"),
        *("h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "ul"),
    }
)
_NOTE_MARK = re.compile(r"[(\[]?(?:\d{1,2}|\*{1,3}|[a-z])[)\]]?")
_MEASURE = re.compile(r"[\d.,/]*(?:[kdcm]?m|ha|km)", re.IGNORECASE)
_CELL = re.compile(r"<t[dh]\b", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")


@dataclass(slots=True)
class WebText:
    """One paragraph: its words with their fonts."""

    runs: list[Run] = field(default_factory=list)
    centred: bool = False
    weights: set[bool] = field(default_factory=set)  # bold or not, of the words seen
    strikes: set[bool] = field(default_factory=set)  # struck through or not

    @property
    def raw(self) -> str:
        """The words, not decoded."""
        return "".join(text for text, _ in self.runs).strip()


@dataclass(slots=True)
class WebCell:
    """One cell of a table."""

    row_span: int = 1
    col_span: int = 1
    ruled: bool = False
    heads: bool = False  # <th>
    content: list[WebText | WebTable] = field(default_factory=list)

    def list_texts(self) -> Iterator[WebText]:
        """Yield the paragraphs in it, also those of tables in it."""
        return list_texts(self.content)


@dataclass(slots=True)
class WebTable:
    """A table as it is written: rows of cells, each only where it begins."""

    rows: list[list[WebCell]] = field(default_factory=list)
    head: int = 0  # rows of <thead>
    hidden_columns: set[int] = field(default_factory=set)  # from 0
    columns: int = 0  # that <col> has told of
    ruled: bool = False

    @property
    def header_rows(self) -> int:
        """The leading rows that are marked as heading."""
        rows = takewhile(lambda row: row and all(cell.heads for cell in row), self.rows)
        return max(self.head, sum(1 for _ in rows))


@dataclass(slots=True)
class WebPage:
    """What a page shows, and how much it does not."""

    blocks: list[WebText | WebTable] = field(default_factory=list)
    hidden: int = 0  # pieces of text that are not shown
    struck: list[str] = field(
        default_factory=list
    )  # rows and paragraphs, struck through: withdrawn
    pictures: int = 0
    frames: int = 0


def list_texts(blocks: list[WebText | WebTable]) -> Iterator[WebText]:
    """Yield all paragraphs in order, also those in cells."""
    waiting = list(reversed(blocks))
    while waiting:
        block = waiting.pop()
        if isinstance(block, WebText):
            yield block
        else:
            cells = [cell for row in block.rows for cell in row]
            waiting += [inner for cell in reversed(cells) for inner in reversed(cell.content)]


def read_page(text: str, most_cells: int) -> WebPage:
    """Return what a page of HTML shows.

    Args:
        text: the page.
        most_cells: that its tables may have together.

    Raises:
        NotRead: it has more, or nothing can be made of it.
    """
    if len(_CELL.findall(text)) > most_cells:
        raise NotRead(*TOO_LARGE)
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True
    )
    try:
        root = etree.fromstring(text.replace("\0", "").encode(errors="replace"), parser)
    except etree.LxmlError as error:
        raise NotRead(*_BROKEN) from error
    if any(error.level == etree.ErrorLevels.FATAL for error in parser.error_log):
        raise NotRead(*_TOO_DEEP)  # the parser gives up, and what follows would be lost
    if root is None:
        raise NotRead(*_BROKEN)
    styles = read_styles("\n".join("".join(style.itertext()) for style in root.iter("style")))
    return _PageWalk(styles, most_cells).walk(root)


_BROKEN = ("Trang web trống hoặc hỏng", "Mở tệp bằng trình duyệt hoặc Word, lưu lại dạng .docx")


_TOO_DEEP = (
    "Trang web lồng nhau quá nhiều lớp",
    "Mở tệp bằng trình duyệt hoặc Word, lưu lại dạng .docx rồi thả lại",
)


class _PageWalk:
    """Walks a page once, without recursion: pages nest as deep as they like."""

    def __init__(self, styles: StyleSheet, most_cells: int) -> None:
        self._styles = styles
        self._left = most_cells
        self._page = WebPage()
        self._places: list[list[WebText | WebTable]] = [self._page.blocks]  # body, open cells
        self._tables: list[WebTable] = []
        self._text = WebText()
        self._looks: dict[object, WebLook] = {}
        self._lists: list[tuple[str, int]] = []  # open lists: how they count, where they are
        self._starts: Mapping[str, Callable[[Element, WebLook], None]] = {
            "table": self._open_table,
            "tr": self._open_row,
            "td": self._open_cell,
            "th": self._open_cell,
            "col": self._note_column,
            "ol": self._open_list,
            "ul": self._open_list,
            "li": self._mark_item,
            "br": self._break_line,
            "img": self._note_picture,
            "frame": self._note_frame,
            "iframe": self._note_frame,
        }

    def walk(self, root: Element) -> WebPage:
        """Return what stands on the page."""
        looks = [WebLook()]
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag = element.tag.lower() if isinstance(element.tag, str) else ""
            if event == "start":
                look = self._look_at(element, tag, looks[-1])
                looks.append(look)
                if tag in _UNREAD or not look.shown or self._is_note_mark(element, tag):
                    self._pass_over(element, tag)
                    walker.skip_subtree()
                    continue
                self._start(element, tag, look)
                self._print(element.text, look)
            else:
                if looks.pop().shown and tag not in _UNREAD and tag != "sup":
                    self._end(tag)
                self._print(element.tail, looks[-1])
        self._end_paragraph()
        return self._page

    def _is_note_mark(self, element: Element, tag: str) -> bool:
        """Tell a raised mark that leads to a note, from the 2 of m²."""
        if tag != "sup" or not self._text.runs:
            return False
        before = self._text.raw.rsplit(None, 1)[-1:]
        marked = _NOTE_MARK.fullmatch("".join(element.itertext()).strip()) is not None
        return marked and before != [] and _MEASURE.fullmatch(before[0]) is None

    def _look_at(self, element: Element, tag: str, under: WebLook) -> WebLook:
        """Return the look of an element; what says the same of itself looks alike."""
        key = tag, tuple(element.attrib.values()), tuple(element.attrib), under
        if key not in self._looks:
            self._looks[key] = look_at(element, under, self._styles.list_properties(element))
        return self._looks[key]

    def _pass_over(self, element: Element, tag: str) -> None:
        if tag == "col":
            self._count_column(element, hidden=True)
        elif tag not in _UNREAD and tag != "sup":
            self._page.hidden += sum(bool(piece.strip()) for piece in element.itertext())

    def _start(self, element: Element, tag: str, look: WebLook) -> None:
        if tag in _BLOCKS:
            self._end_paragraph()
            self._text.centred = look.centred
        start = self._starts.get(tag)
        if start is not None:
            start(element, look)

    def _end(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end_paragraph()
        if tag in ("ol", "ul") and self._lists:
            self._lists.pop()
        elif tag in ("td", "th") and len(self._places) > 1:
            self._end_paragraph()
            self._places.pop()
        elif tag == "tr" and self._tables and self._tables[-1].rows:
            self._withdraw(self._tables[-1].rows[-1])
        elif tag == "thead" and self._tables:
            self._tables[-1].head = len(self._tables[-1].rows)
        elif tag == "table":
            self._end_paragraph()
            self._tables.pop()

    # --- words

    def _print(self, text: str | None, look: WebLook) -> None:
        if not text or not look.shown:
            return
        printed = text if look.kept_spaces else _BLANKS.sub(" ", text)
        words = printed.strip(" \n\t")
        if words:
            self._text.weights.add(look.bold)
            self._text.strikes.add(look.struck)
            self._text.centred = self._text.centred or look.centred
        elif not self._text.runs:
            return
        self._text.runs.append((printed, look.font))

    def _end_paragraph(self) -> None:
        in_cell = len(self._places) > 1
        if self._text.strikes == {True} and not in_cell:
            self._page.struck.append(self._text.raw)
        elif self._text.weights:
            self._places[-1].append(self._text)
        self._text = WebText()

    def _withdraw(self, row: list[WebCell]) -> None:
        """Take the words out of a row that is struck through; it keeps its place."""
        texts = [text for cell in row for text in cell.list_texts()]
        if texts and all(text.strikes == {True} for text in texts):
            self._page.struck.append(" ".join(text.raw for text in texts))
            for cell in row:
                cell.content.clear()

    def _break_line(self, _element: Element, look: WebLook) -> None:
        if self._text.runs:
            self._text.runs.append(("\n", look.font))

    def _open_list(self, element: Element, _look: WebLook) -> None:
        how = element.get("type", "1") if element.tag == "ol" else "-"
        self._lists.append((how, to_int(element.get("start"), 1) - 1))

    def _mark_item(self, element: Element, look: WebLook) -> None:
        how, number = self._lists.pop() if self._lists else ("-", 0)
        number = to_int(element.get("value"), number + 1)
        self._lists.append((how, number))
        self._text.runs.append((f"{_count(how, number)} ", look.font))

    # --- tables

    def _open_table(self, element: Element, look: WebLook) -> None:
        self._end_paragraph()
        table = WebTable(ruled=element.get("border", "0") not in ("0", ""))
        self._places[-1].append(table)
        self._tables.append(table)

    def _open_row(self, _element: Element, _look: WebLook) -> None:
        if self._tables:
            self._tables[-1].rows.append([])

    def _open_cell(self, element: Element, look: WebLook) -> None:
        self._left -= 1
        if self._left < 0:
            raise NotRead(*TOO_LARGE)
        if not self._tables:  # a cell of no table is a paragraph
            self._end_paragraph()
            self._places.append(self._places[-1])
            return
        self._end_paragraph()
        table = self._tables[-1]
        if not table.rows:
            table.rows.append([])
        cell = WebCell(
            row_span=to_int(element.get("rowspan"), 1),
            col_span=min(MAX_SPAN, max(1, to_int(element.get("colspan"), 1))),
            ruled=table.ruled or look.ruled,
            heads=element.tag.lower() == "th",
        )
        table.rows[-1].append(cell)
        self._places.append(cell.content)
        self._text.centred = look.centred

    def _note_column(self, element: Element, _look: WebLook) -> None:
        self._count_column(element, hidden=False)

    def _count_column(self, element: Element, *, hidden: bool) -> None:
        if self._tables:
            table = self._tables[-1]
            span = min(MAX_SPAN, max(1, to_int(element.get("span"), 1)))
            if hidden:
                table.hidden_columns |= set(range(table.columns, table.columns + span))
            table.columns += span

    # --- what is not read

    def _note_picture(self, _element: Element, _look: WebLook) -> None:
        self._page.pictures += 1

    def _note_frame(self, _element: Element, _look: WebLook) -> None:
        self._page.frames += 1


TOO_LARGE = (
    "Trang web có bảng quá lớn để là một danh sách",
    "Xóa các hàng trống hoặc tách thành nhiều tệp",
)


def _count(how: str, number: int) -> str:
    """Return the mark of an item as a browser prints it."""
    if how == "-":
        return "-"
    if how in ("a", "A") and 1 <= number <= 26:
        letter = chr(ord("a") + number - 1)
        return f"{letter.upper() if how == 'A' else letter}."
    if how in ("i", "I") and 1 <= number <= 3999:
        return f"{to_roman(number).upper() if how == 'I' else to_roman(number)}."
    return f"{number}."
