"""The parts of Word that a plan may hold besides plain cells: lists, notes, tracked changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docx.document import Document as DocxDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph

_NUM_ID = 77


class WordParts:
    """Adds what ``extras`` ask for to one document."""

    def __init__(self, document: DocxDocument, extras: tuple[str, ...]) -> None:
        self.document = document
        self.extras = extras
        self._lists = 0

    def add_page_number(self, section: Section) -> None:
        """Put the page's number into the middle of the top margin."""
        field = parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        )
        section.header.paragraphs[0]._p.append(field)

    def new_list(self) -> None:
        """Start a Word list whose numbers begin at 1 again."""
        self._lists += 1
        numbering: Any = self.document.part.numbering_part.element
        number = _NUM_ID + self._lists
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
            '<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            '<w:numFmt w:val="decimal"/><w:suff w:val="nothing"/><w:lvlText w:val="%1."/>'
            '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
            "</w:abstractNum>"
        )
        first_num = numbering.find(qn("w:num"))
        first_num.addprevious(abstract)
        numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{number}">'
                f'<w:abstractNumId w:val="{number}"/></w:num>'
            )
        )

    def number(self, paragraph: Paragraph) -> None:
        """Give the paragraph the next number of the list under way."""
        if not self._lists:
            self.new_list()
        numbers: Any = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        numbers.get_or_add_ilvl().val = 0
        numbers.get_or_add_numId().val = _NUM_ID + self._lists

    def add_text_box(self, paragraph: Paragraph, text: str) -> None:
        """Put a floating text box beside the paragraph."""

    def dress_cells(self, table: DocxTable, encode: Callable[[str], str]) -> None:
        """Wrap the texts of some cells in what ``extras`` ask for."""

    def finish(self) -> None:
        """Write the parts that hang beside the document."""
