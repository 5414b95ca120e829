"""The parts of Word that a plan may hold besides plain cells: lists, notes, tracked changes."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from docx.document import Document as DocxDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph
from lxml import etree

_NUM_ID = 77
_AUTHOR = 'w:id="900" w:author="Phòng Nội vụ" w:date="2023-03-10T08:00:00Z"'
_VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'


class WordParts:
    """Adds what ``extras`` ask for to one document."""

    def __init__(self, document: DocxDocument, extras: tuple[str, ...]) -> None:
        self.document = document
        self.extras = extras
        self._lists = 0
        self._footnotes: list[str] = []
        known: dict[str, Callable[[Paragraph, str], None]] = {
            "footnotes": self._add_footnote,
            "comments": self._add_comment,
            "tracked": self._track,
            "controls": self._wrap_control,
            "hyperlinks": self._wrap_link,
            "nested": self._nest,
        }
        self._dressers = [(name, known[name]) for name in known if name in extras]

    # --- lists and boxes

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
        numbering.find(qn("w:num")).addprevious(abstract)
        numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{number}">'
                f'<w:abstractNumId w:val="{number}"/></w:num>'
            )
        )

    def number(self, paragraph: Paragraph) -> None:
        """Give the paragraph the next number of the list under way."""
        numbers: Any = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        numbers.get_or_add_ilvl().val = 0
        numbers.get_or_add_numId().val = _NUM_ID + self._lists

    def add_text_box(self, paragraph: Paragraph, text: str) -> None:
        """Put a floating text box beside the paragraph."""
        box = parse_xml(
            f'<w:r {nsdecls("w")}><w:pict><v:shape {_VML} id="box" type="#_x0000_t202" '
            'style="position:absolute;margin-left:0;margin-top:0;width:80pt;height:24pt">'
            f"<v:textbox><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
            "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
        paragraph._p.append(box)

    # --- cells

    def dress_cells(self, table: DocxTable) -> None:
        """Wrap the text of a cell of each row in one of the things that ``extras`` ask for."""
        for index, row in enumerate(table.rows):
            written = [p for cell in row.cells for p in cell.paragraphs if len(p.runs) == 1]
            if not written or not self._dressers:
                continue
            name, dresser = self._dressers[index % len(self._dressers)]
            dresser(written[-1], f"{name} {index}")

    def _add_footnote(self, paragraph: Paragraph, text: str) -> None:
        self._footnotes.append(f"Ghi chú của {text}")
        number = len(self._footnotes) + 1
        paragraph._p.append(
            parse_xml(
                f'<w:r {nsdecls("w")}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
                f'<w:footnoteReference w:id="{number}"/></w:r>'
            )
        )

    def _add_comment(self, paragraph: Paragraph, text: str) -> None:
        self.document.add_comment(paragraph.runs, f"Xem lại {text}", author="Phòng Nội vụ")

    def _track(self, paragraph: Paragraph, text: str) -> None:
        """The text was inserted, and another before it deleted."""
        run = paragraph.runs[0]._r
        gone = parse_xml(
            f"<w:del {nsdecls('w')} {_AUTHOR}><w:r><w:delText>Bỏ {text}</w:delText></w:r></w:del>"
        )
        self._wrap(run, parse_xml(f"<w:ins {nsdecls('w')} {_AUTHOR}/>")).addprevious(gone)

    def _wrap_control(self, paragraph: Paragraph, text: str) -> None:
        """The run stands in a content control inside its paragraph."""
        control = parse_xml(
            f'<w:sdt {nsdecls("w")}><w:sdtPr><w:alias w:val="{text}"/></w:sdtPr>'
            "<w:sdtContent/></w:sdt>"
        )
        run = paragraph.runs[0]._r
        run.addprevious(control)
        control.find(qn("w:sdtContent")).append(run)

    def _wrap_link(self, paragraph: Paragraph, text: str) -> None:
        self._wrap(
            paragraph.runs[0]._r,
            parse_xml(f'<w:hyperlink {nsdecls("w")} w:anchor="{text.replace(" ", "_")}"/>'),
        )

    def _nest(self, paragraph: Paragraph, text: str) -> None:
        """The paragraph moves into a table of one cell inside its cell."""
        outer: Any = paragraph._p.getparent()
        width = outer.tcPr.width.twips
        nested = parse_xml(
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/></w:tblPr>'
            f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>'
            "<w:tr><w:tc><w:tcPr/></w:tc></w:tr></w:tbl>"
        )
        moved = deepcopy(paragraph._p)
        nested.find(f".//{qn('w:tc')}").append(moved)
        paragraph._p.addprevious(nested)
        for run in paragraph.runs:
            paragraph._p.remove(run._r)

    @staticmethod
    def _wrap(run: Any, around: Any) -> Any:
        run.addprevious(around)
        around.append(run)
        return around

    # --- parts beside the document

    def finish(self) -> None:
        """Write the footnotes."""
        if not self._footnotes:
            return
        root = parse_xml(f"<w:footnotes {nsdecls('w')}/>")
        for number, text in enumerate(self._footnotes, start=2):
            note = OxmlElement("w:footnote")
            note.set(qn("w:id"), str(number))
            note.append(parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>{text}</w:t></w:r></w:p>"))
            root.append(note)
        blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        part = Part(
            PackURI("/word/footnotes.xml"),
            CONTENT_TYPE.WML_FOOTNOTES,
            blob,
            self.document.part.package,
        )
        self.document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
