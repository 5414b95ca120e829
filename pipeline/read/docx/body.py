"""The body of a Word file in printed order: what stands where, numbered and decoded.

Content controls, custom XML and the like are looked through; deleted and withdrawn rows are
left out, and told; a text box is a block of its own beside the paragraph or table that it hangs
on, or what fills an empty cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.codes import Flag
from pipeline.language.charset import Run, clean, examine_runs, survey_runs
from pipeline.language.note_marks import drop_note_marks
from pipeline.model import Grid, Paragraph
from pipeline.read.docx.colours import page_colour, read_shade
from pipeline.read.docx.grid import lay_out_table
from pipeline.read.docx.inner import CHUNK, InnerParts
from pipeline.read.docx.numbers import ListNumbers
from pipeline.read.docx.package import (
    MC,
    PICTURES,
    Element,
    Parts,
    W,
    find_value,
    is_on,
    take_branch,
    to_int,
)
from pipeline.read.docx.stored import StoredRow, WordCell, drop_rows, print_content
from pipeline.read.docx.styles import ParagraphLook, RunLook, WordStyles
from pipeline.read.docx.table_looks import RowLooks, TableLooks
from pipeline.read.docx.text import ParagraphText, TextBox, read_line
from pipeline.read.loose import is_stamped
from pipeline.read.unseen import UNKNOWN
from pipeline.read.withdrawn import is_withdrawn

BodyBlock = Paragraph | Grid
_ITEM = re.compile(r"\d{1,3}\s*[.)/-]\s*\S")
_FLAT = 20  # twips: one point
_WORDS = (W + "t", W + "delText")

_WRAPPERS = frozenset(
    W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")
)


class BodyReader:
    """Walks one document once, in order: list numbers and pages are counted on the way."""

    def __init__(self, parts: Parts, inner: InnerParts | None = None) -> None:
        self._inner = inner or InnerParts()
        self._styles = WordStyles(parts.styles, parts.theme)
        self._numbers = ListNumbers(parts.numbering, self._styles)
        self.survey = survey_runs(self._find_runs(parts.document))
        recorded = next(parts.document.iter(W + "lastRenderedPageBreak"), None) is not None
        self.page = 1 if recorded else None
        self._depth = 0  # tables that are open
        self._afloat: list[BodyBlock] = []  # text boxes that hang on cells of the open table
        self._unsure = False  # a charset was doubtful since this was last reset
        self._behind = page_colour(parts.document)
        self._under: RunLook | None = None  # what the table's style says of the open cell
        self.doubtful: list[str] = []  # paragraphs outside tables whose charset is doubtful
        self.struck: list[str] = []  # what was withdrawn, a paragraph or row each
        self.hidden: list[str] = []  # what is not to be seen
        self.loose: list[str] = []  # numbered items in text boxes, which are rows of no table

    def _find_runs(self, document: Element) -> Iterator[Run]:
        for paragraph in document.iter(W + "p"):
            look = self._styles.look_at_paragraph(paragraph.find(W + "pPr"))
            yield from read_line(paragraph, self._styles, look.run).runs

    # --- paragraphs

    def read_blocks(self, container: Element) -> list[BodyBlock]:
        """Return what stands in ``container`` (body, cell or text box)."""
        blocks: list[BodyBlock] = []
        waiting: list[tuple[ParagraphLook, ParagraphText]] = []  # lines that run on into the next
        for child in _look_through(container, (W + "p", W + "tbl", CHUNK)):
            if child.tag == CHUNK:
                blocks += [*self._end_paragraph(waiting), *self._inner.find_blocks(child)]
                waiting = []
                continue
            if child.tag == W + "tbl":
                blocks += self._end_paragraph(waiting)
                blocks += self._read_table(child)
                waiting = []
                continue
            properties = child.find(W + "pPr")
            look = self._styles.look_at_paragraph(properties, self._under)
            behind = look.shade or self._behind
            waiting.append((look, read_line(child, self._styles, look.run, behind)))
            if not self._runs_on(properties, look):
                blocks += self._end_paragraph(waiting, is_printed=True)
                waiting = []
            blocks += self._inner.find_blocks(child)
        return blocks + self._end_paragraph(waiting)

    def _runs_on(self, properties: Element | None, look: ParagraphLook) -> bool:
        """Tell a paragraph that the next one joins: a drop cap, a deleted or hidden mark."""
        frame = None if properties is None else properties.find(W + "framePr")
        if frame is not None and frame.get(W + "dropCap", "none") != "none":
            return True
        mark = None if properties is None else properties.find(W + "rPr")
        if mark is None:
            return bool(look.run.hidden)
        if mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None:
            return True
        return bool(self._styles.look_at_run(mark, look.run).hidden)

    def _end_paragraph(
        self, waiting: list[tuple[ParagraphLook, ParagraphText]], is_printed: bool = False
    ) -> list[BodyBlock]:
        """Return the paragraph that these lines make, with the text boxes that hang on it.

        Args:
            waiting: the lines with their looks.
            is_printed: the paragraph counts in its list even when it is empty.
        """
        lines = [line for _, line in waiting]
        before, after = self._read_boxes([box for line in lines for box in line.boxes])
        page = self._turn_pages(lines)
        worded = [look for look, line in waiting if line.has_words]
        self._tell_left_out(lines)
        if not worded and not is_printed:
            return before + after
        look = worded[0] if worded else waiting[-1][0]
        text = self._print_text(look, [run for line in lines for run in line.runs])
        if not text:
            return before + after
        bold = bool(worded) and all(line.bold for line in lines if line.has_words)
        return [*before, Paragraph(text, page, look.centred, bold), *after]

    def _tell_left_out(self, lines: list[ParagraphText]) -> None:
        for told, runs in (
            (self.struck, [run for line in lines for run in line.struck]),
            (self.hidden, [run for line in lines for run in line.hidden]),
        ):
            text = "".join(run.text for run in examine_runs(runs, self.survey)) if runs else ""
            if text.strip():
                told.append(clean(text).strip())

    def _print_text(self, look: ParagraphLook, runs: list[Run]) -> str:
        number = self._numbers.take_number(look)
        if number is not None and not look.run.struck:
            runs = [(number.text + number.gap, number.font or look.run.font or ""), *runs]
        decoded = examine_runs(runs, self.survey) if runs else []
        text = drop_note_marks(clean("".join(run.text for run in decoded)))
        text = "\n".join(line.strip() for line in text.split("\n")).strip()
        if not all(run.sure for run in decoded):
            self._unsure = True
            if not self._depth:
                self.doubtful.append(text)
        return text

    def _turn_pages(self, lines: list[ParagraphText]) -> int | None:
        """Return the page on which the lines begin, and go on to that on which they end."""
        if self.page is None:
            return None
        first = self.page + (lines[0].leading_breaks if lines else 0)
        self.page += sum(line.breaks for line in lines)
        return first

    def _read_boxes(self, boxes: list[TextBox]) -> tuple[list[BodyBlock], list[BodyBlock]]:
        """Return the blocks that stand before and after the words of the paragraph."""
        before: list[BodyBlock] = []
        after: list[BodyBlock] = []
        for box in boxes:
            outer, self._behind = self._behind, UNKNOWN  # a shape has a colour of its own
            blocks = self.read_blocks(box.content)
            self._behind = outer
            texts = [block.text for block in blocks if isinstance(block, Paragraph)]
            if len(blocks) == len(texts) and is_stamped(" ".join(texts)):
                continue
            if texts and not box.inline and _ITEM.match(texts[0]):
                self.loose.append("\n".join(texts))
            if self._depth and not box.inline:
                self._afloat += blocks
            elif box.leads:
                before += blocks
            else:
                after += blocks
        return before, after

    # --- tables

    def _read_table(self, table: Element) -> list[BodyBlock]:
        columns = [to_int(c.get(W + "w"), 0) for c in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        outer = self._behind, self._under
        looks = TableLooks(table, self._styles)
        elements = list(_look_through(table, (W + "tr",)))
        rows: list[StoredRow] = []
        merged: set[tuple[int, int]] = set()
        withdrawn: list[int] = []
        self._depth += 1
        for index, element in enumerate(elements):
            properties = element.find(W + "trPr")
            if properties is not None and properties.find(W + "del") is not None:
                self.struck.append(" ".join(t.text or "" for t in element.iter(*_WORDS)))
                continue
            self._behind = looks.shade or outer[0]
            row, merged = self._read_row(
                element, properties, merged, looks.of_row(index, len(elements))
            )
            if not row.cells or _is_hidden(properties, row):
                continue
            if self._is_withdrawn(row, properties):
                withdrawn.append(len(rows))
            rows.append(row)
        self._depth -= 1
        self._behind, self._under = outer
        blocks = lay_out_table(drop_rows(rows, withdrawn), columns)
        if not self._depth:
            blocks += self._afloat
            self._afloat = []
        return blocks

    def _is_withdrawn(self, row: StoredRow, properties: Element | None) -> bool:
        """Whether a row makes no entry: struck out, hidden, or too flat to be read."""
        own = [cell for cell in row.cells if not cell.merge]
        texts = [print_content(cell.content) for cell in own]
        if _is_flat(properties):
            self.hidden.append(" | ".join(text for text in texts if text))
            return True
        return is_withdrawn([(t, cell.left) for t, cell in zip(texts, own, strict=True)])

    def _read_row(
        self,
        element: Element,
        properties: Element | None,
        above: set[tuple[int, int]],
        looks: RowLooks,
    ) -> tuple[StoredRow, set[tuple[int, int]]]:
        """Return a row and the columns of its merged cells: what they continue is not shown.

        Args:
            element: the ``w:tr``.
            properties: its ``w:trPr``.
            above: the columns that this row may continue.
            looks: what the table's style says of each of its cells.
        """
        row = StoredRow(
            cells=[],
            before=_read_count(properties, "gridBefore", least=0),
            after=_read_count(properties, "gridAfter", least=0),
            width_before=_read_width(properties, "wBefore"),
            is_header=properties is not None and bool(is_on(properties.find(W + "tblHeader"))),
        )
        merged: set[tuple[int, int]] = set()
        first = starts = ends = self.page or 0
        column = row.before
        told = len(self.struck), len(self.hidden)
        cells = list(_look_through(element, (W + "tc",)))
        for index, cell in enumerate(cells):
            stored = _read_place(cell)
            place = column, column + stored.span
            column += stored.span
            if _continues(cell, "hMerge") and row.cells:
                row.cells[-1].span += stored.span
                row.cells[-1].width += stored.width
                continue
            if stored.merge != "continue" or place not in above:
                self._under = looks(index, len(cells))
                self._fill_cell(stored, cell)
            if stored.merge:
                merged.add(place)
            row.cells.append(stored)
            starts = max(starts, _first_page(stored))
            ends = max(ends, self.page or 0)
            self.page = first or None
        self.page = ends or None
        row.page = starts or None
        _join_from(self.struck, told[0])
        _join_from(self.hidden, told[1])
        return row, merged

    def _fill_cell(self, stored: WordCell, cell: Element) -> None:
        outer, self._unsure = (self._unsure, self._behind), False
        told, afloat = (len(self.struck), len(self.hidden)), len(self._afloat)
        self._behind = read_shade(cell.find(W + "tcPr")) or self._behind
        stored.content = self.read_blocks(cell)
        stored.left = " ".join([*self.struck[told[0] :], *self.hidden[told[1] :]])
        pictured = not stored.content and next(cell.iter(*PICTURES), None) is not None
        boxed = self._afloat[afloat:]
        if not stored.content and all(isinstance(block, Paragraph) for block in boxed):
            stored.content, self._afloat[afloat:] = boxed, []  # words drawn onto an empty cell
            pictured = pictured or bool(boxed)
        stored.doubts = (Flag.CELL_UNCERTAIN,) if self._unsure or pictured else ()
        self._unsure, self._behind = outer[0] or self._unsure, outer[1]


def _join_from(texts: list[str], first: int) -> None:
    """Make one text of those from ``first`` on: what was left out of one row."""
    if len(texts) > first + 1:
        texts[first:] = [" | ".join(texts[first:])]


def _look_through(parent: Element, wanted: tuple[str, ...]) -> Iterator[Element]:
    """Yield the ``wanted`` children in order, those inside wrappers included."""
    for child in parent:
        if child.tag in wanted:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _look_through(child, wanted)
        elif child.tag == MC + "AlternateContent":
            branch = take_branch(child)
            if branch is not None:
                yield from _look_through(branch, wanted)


def _is_hidden(properties: Element | None, row: StoredRow) -> bool:
    """Tell a row that Word does not print: marked hidden, and nothing in it to be seen."""
    if properties is None or not is_on(properties.find(W + "hidden")):
        return False
    return not any(cell.content for cell in row.cells)


def _is_flat(properties: Element | None) -> bool:
    """Tell a row that is drawn no higher than a line: its words are cut off."""
    height = None if properties is None else properties.find(W + "trHeight")
    if height is None or height.get(W + "hRule") != "exact":
        return False
    return to_int(height.get(W + "val"), _FLAT + 1) <= _FLAT


def _read_place(cell: Element) -> WordCell:
    properties = cell.find(W + "tcPr")
    stored = WordCell(
        span=_read_count(properties, "gridSpan", least=1), width=_read_width(properties, "tcW")
    )
    merge = None if properties is None else properties.find(W + "vMerge")
    if merge is not None:
        stored.merge = merge.get(W + "val", "continue")
    return stored


def _continues(cell: Element, name: str) -> bool:
    merge = cell.find(f"{W}tcPr/{W}{name}")
    return merge is not None and merge.get(W + "val", "continue") == "continue"


def _read_count(properties: Element | None, name: str, least: int) -> int:
    return max(least, to_int(find_value(properties, name), least))


def _read_width(properties: Element | None, name: str) -> int:
    width = None if properties is None else properties.find(W + name)
    if width is None or width.get(W + "type", "dxa") != "dxa":
        return 0
    return max(0, to_int(width.get(W + "w"), 0))


def _first_page(stored: WordCell) -> int:
    block = next(iter(stored.content), None)
    if isinstance(block, Grid):
        block_page = block.rows[0].page
    else:
        block_page = None if block is None else block.page
    return block_page or 0
