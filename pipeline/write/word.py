"""The annual report as a Word file in the form of Nghị định 30/2020/NĐ-CP.

The wording stands in a Word template that an officer can edit (``data/templates``); here
it is filled with the year's figures. Whatever nobody has said stays a visible blank,
highlighted in yellow.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from markupsafe import Markup
from rapidfuzz import fuzz, process

from pipeline.classify.fields import field_names
from pipeline.model import Sheet, Year
from pipeline.problems import BadSettings
from pipeline.settings import Settings
from pipeline.write.files import put
from pipeline.write.sentences import report_values
from pipeline.write.sheets import Names
from pipeline.write.word_table import clean, draw_table
from pipeline.write.words import show_count

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.text.run import CT_R
    from jinja2 import TemplateError
    from jinja2.sandbox import SandboxedEnvironment

TEMPLATE_NAME = "annual-report.docx"
BLANK = "[…]"

_BLANK = re.compile(r"(\[…[^\[\]]*\])")
_QUOTED = re.compile(r"'([^']*)'")
# A section ends here; it takes its page from the last section of the template, where no
# program that saves the template again can lose it.
_BREAK = Markup(
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr><w:sectPr/></w:pPr></w:p>'
)
_APPENDIX_WIDTH = 25.2  # cm: A4 landscape between margins of 30 and 15 mm
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_GUARD = "Đặt giữa {% if … %} và {% endif %} như mẫu có sẵn"
_AS_SHIPPED = "Sửa lại theo mẫu có sẵn, hoặc bỏ --template để dùng mẫu đó"


def write_report(
    year: Year,
    sheets: Sequence[Sheet],
    settings: Settings,
    path: Path,
    template: Path | None = None,
    names: Names | None = None,
) -> Path:
    """Write the report of the year with ``sheets`` as its appendices, and return ``path``.

    Args:
        year: the year's plans and, where it is known, the year before.
        sheets: Biểu 01 to 06, an appendix each.
        settings: letterhead, addressees, signer, legal basis.
        path: where the DOCX belongs.
        template: the officer's own template; None for the one that is shipped.
        names: what fields are called, and the communes of the area where they are known;
            None: the taxonomy's names alone.

    Raises:
        BadSettings: the template is no DOCX, or prints something that does not exist.
        NotWritten: the file cannot be put in place.
    """
    values = report_values(year, settings, names or Names(field_names()))
    values["phu_luc"] = [
        {
            "so": _roman(number),
            "ten": sheet.title.upper(),
            "bang": draw_table(sheet, _APPENDIX_WIDTH),
            "ghi_chu": list(sheet.notes),
            "ngat_trang": _BREAK if number < len(sheets) else Markup(""),
        }
        for number, sheet in enumerate(sheets, 1)
    ]
    data = _fill_template(template, values)

    def write(part: Path) -> None:
        part.write_bytes(data)

    return put(path, write)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


# --- filling the template ------------------------------------------------------------


def _fill_template(template: Path | None, values: Mapping[str, Any]) -> bytes:
    """Return the DOCX that the template gives with ``values``."""
    import docx
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError
    from lxml.etree import XMLSyntaxError, fromstring

    name = template.name if template else TEMPLATE_NAME
    source = _read_template(template)
    filled = BytesIO()
    try:
        paper = DocxTemplate(source)
        if template is not None:
            # docxtpl mends broken markup by dropping what it does not understand.
            paper.render_init()
            fromstring(paper.build_xml(values, _make_environment()))
        paper.render(values, _make_environment(), autoescape=True)
        paper.save(filled)
        document = docx.Document(filled)
    except TemplateError as error:
        raise _explain(name, error, values) from error
    except XMLSyntaxError as error:
        raise BadSettings(
            f"Mẫu báo cáo {name} mở và đóng lệnh không cùng một chỗ ({error.msg})",
            "Đặt lệnh mở và lệnh đóng ({%p for … %} và {%p endfor %}) trên các dòng riêng",
        ) from error
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise BadSettings(f"Mẫu báo cáo {name} tính sai ({error})", _AS_SHIPPED) from error
    _check_places(name, document)
    _end_sections(document)
    highlight_blanks(document)
    filled = BytesIO()
    document.save(filled)
    return fix_zip(filled.getvalue())


def _read_template(template: Path | None) -> BytesIO:
    import docx
    from lxml.etree import XMLSyntaxError

    if template is None:
        shipped = resources.files("pipeline").joinpath("data", "templates", TEMPLATE_NAME)
        return BytesIO(shipped.read_bytes())
    try:
        source = BytesIO(template.read_bytes())
        docx.Document(source)
    except OSError as error:
        raise BadSettings(
            f"Không mở được mẫu báo cáo {template} ({error.strerror})",
            "Kiểm tra lại đường dẫn sau --template",
        ) from error
    except (BadZipFile, KeyError, ValueError, XMLSyntaxError) as error:
        raise BadSettings(
            f"Mẫu báo cáo {template.name} không phải tệp Word .docx",
            "Mở mẫu bằng Word, lưu lại thành kiểu “Word Document (*.docx)”",
        ) from error
    return source


def _make_environment() -> SandboxedEnvironment:
    """A template is a foreign file: it may print and compare values, nothing else."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_print)


def _print(value: object) -> object:
    if value is None:
        return BLANK
    if isinstance(value, int):
        return show_count(value)
    if isinstance(value, str) and not isinstance(value, Markup):
        return clean(value)
    return value


# --- what an officer's own template may have wrong -----------------------------------


def _explain(name: str, error: TemplateError, values: Mapping[str, Any]) -> BadSettings:
    from jinja2 import UndefinedError

    message = error.message or ""
    quoted = _QUOTED.findall(message)
    if isinstance(error, UndefinedError) and quoted:
        unknown = quoted[-1]
        if quoted[0] == "None":
            return BadSettings(f"Mẫu báo cáo {name} dùng “{unknown}” của một mục để trống", _GUARD)
        known = sorted(_known_names(values))
        nearest = process.extractOne(unknown, known, scorer=fuzz.ratio, score_cutoff=60)
        hint = f"Có phải “{nearest[0]}” không? Sửa lại trong mẫu" if nearest else _AS_SHIPPED
        return BadSettings(f"Mẫu báo cáo {name} dùng tên “{unknown}” không có", hint)
    where = _find_line(error)
    near = f" gần đoạn “{where}”" if where else ""
    return BadSettings(f"Mẫu báo cáo {name} viết sai lệnh{near} ({message})", _AS_SHIPPED)


def _find_line(error: TemplateError) -> str:
    """The paragraph with the error, as docxtpl hands it over: up to three lines before it."""
    lines = list(getattr(error, "docx_context", ()))
    number = getattr(error, "lineno", 0)
    place = min(number - 1, 3)
    return lines[place].strip() if 0 <= place < len(lines) else ""


def _known_names(value: object) -> set[str]:
    if isinstance(value, Mapping):
        return set(value).union(*(_known_names(part) for part in value.values()))
    if isinstance(value, list):
        return set().union(*(_known_names(part) for part in value))
    return set()


def _check_places(name: str, document: Document) -> None:
    """Word cannot open a table within a line, or a line outside a paragraph."""
    outside = " or ".join(f"parent::w:{tag}" for tag in ("body", "tbl", "tr", "tc", "p", "r"))
    misplaced = document.element.body.xpath(
        f".//w:t/* | .//text()[normalize-space() and ({outside})]"
    )
    if misplaced:
        raise BadSettings(
            f"Mẫu báo cáo {name} đặt sai chỗ một bảng hoặc một dòng chữ",
            "Viết bảng là {{p …}} trên một dòng riêng, chữ là {{ … }}",
        )


# --- finishing -----------------------------------------------------------------------


def _end_sections(document: Document) -> None:
    """Give each break between appendices the page of the last one."""
    body = document.element.body
    for mark in body.xpath(".//w:pPr/w:sectPr[not(*)]"):
        mark.getparent().replace(mark, deepcopy(body.sectPr))


def highlight_blanks(document: Document) -> None:
    """Highlight every ``[…]`` and ``[…words…]`` of the body in yellow."""
    from docx.oxml.ns import qn

    texts = list(document.element.body.iter(qn("w:t")))
    for run in {text.getparent(): None for text in texts if _BLANK.search(text.text or "")}:
        _split_run(run, document)


def _split_run(run: CT_R, document: Document) -> None:
    """Replace a run by runs of which each is a blank or holds none."""
    from docx.enum.text import WD_COLOR_INDEX
    from docx.oxml.ns import qn
    from docx.text.run import Run

    for child in [child for child in run if child.tag != qn("w:rPr")]:
        pieces = _BLANK.split(child.text or "") if child.tag == qn("w:t") else [None]
        for piece in pieces:
            if piece == "":
                continue
            part = deepcopy(run)
            for copied in [copied for copied in part if copied.tag != qn("w:rPr")]:
                part.remove(copied)
            run.addprevious(part)
            if piece is None:
                part.append(child)
                continue
            part.add_t(piece)
            if _BLANK.fullmatch(piece):
                Run(part, document).font.highlight_color = WD_COLOR_INDEX.YELLOW
    run.getparent().remove(run)


def fix_zip(data: bytes) -> bytes:
    """Return a zip file with its members' times fixed, so that equal content is equal bytes."""
    fixed = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(fixed, "w") as new:
        for member in old.infolist():
            info = ZipInfo(member.filename)
            info.create_system = 0  # else the system that wrote it stands in the file
            info.compress_type = member.compress_type
            new.writestr(info, old.read(member))
    return fixed.getvalue()
