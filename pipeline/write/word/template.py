"""Papers filled from a Word template; what nobody has said stays a visible blank, in yellow.

The wording stands in the template (``data/templates``), which an officer can edit; a
mistake in the officer's own is named in words that help to mend it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile, ZipInfo

import docx
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import XMLSyntaxError, fromstring, tostring
from markupsafe import Markup
from rapidfuzz import fuzz, process

from pipeline.datafile import read_bytes
from pipeline.problems import BadSettings
from pipeline.write.sheets.doubts import CLOSE, OPEN, unmark_text
from pipeline.write.word.table import DrawnTable, clean
from pipeline.write.words import show_count

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.text.run import CT_R
    from docx.oxml.xmlchemy import BaseOxmlElement

BLANK = "[…]"

_BLANK = re.compile(rf"({OPEN}[^{CLOSE}]*{CLOSE}|\[…[^\[\]]*\])")
_QUOTED = re.compile(r"'([^']*)'")
_GUARD = "Đặt giữa {% if … %} và {% endif %} như mẫu có sẵn"
_AS_SHIPPED = "Sửa lại theo mẫu có sẵn, hoặc bỏ --template để dùng mẫu đó"


# --- filling the template ------------------------------------------------------------


def fill_template(
    shipped: str,
    values: Mapping[str, Any],
    template: Path | None = None,
    finish: Callable[[Document], None] | None = None,
    tables: Sequence[DrawnTable] = (),
) -> bytes:
    """Return the DOCX that a template gives with ``values``, its blanks highlighted.

    Args:
        shipped: file name of the template that comes with the product.
        values: what the template prints, by name; None is printed as a visible blank.
        template: the officer's own, in place of the shipped one.
        finish: a last change to the filled document.
        tables: whose outlines are among the values; their rows are put in at last.

    Raises:
        BadSettings: the template is no DOCX, or prints something that does not exist.
    """
    name = template.name if template else shipped
    source = _read_template(template, shipped)
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
    if finish is not None:
        finish(document)
    highlight_blanks(document.element.body)
    document.core_properties.last_modified_by = _MAKER
    filled = BytesIO()
    document.save(filled)
    return fix_zip(filled.getvalue(), tables)


def _read_template(template: Path | None, shipped: str) -> BytesIO:
    if template is None:
        return BytesIO(read_bytes(f"templates/{shipped}"))
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


def highlight_blanks(element: BaseOxmlElement) -> None:
    """Highlight every ``[…]``, ``[…words…]`` and doubtful text of a body in yellow."""
    texts = list(element.iter(qn("w:t")))
    for run in {text.getparent(): None for text in texts if _BLANK.search(text.text or "")}:
        _split_run(run)


def _split_run(run: CT_R) -> None:
    """Replace a run by runs of which each is a blank or holds none."""
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
            part.add_t(unmark_text(piece))
            if _BLANK.fullmatch(piece):
                part.get_or_add_rPr().highlight_val = WD_COLOR_INDEX.YELLOW
    run.getparent().remove(run)


# --- the file ------------------------------------------------------------------------

_BODY = "word/document.xml"
_PROPERTIES = "docProps/core.xml"
_MAKER = "dienhinh"  # every office program puts its user there when it saves


def is_untouched(path: Path) -> bool:
    """Whether a DOCX lies there as this program wrote it: nobody has saved it since."""
    try:
        with ZipFile(path) as paper:
            return f"lastModifiedBy>{_MAKER}<".encode() in paper.read(_PROPERTIES)
    except (OSError, BadZipFile, KeyError):
        return False


def fix_zip(data: bytes, tables: Sequence[DrawnTable] = ()) -> bytes:
    """Return a zip file with its members' times fixed, so that equal content is equal bytes.

    Args:
        data: the file.
        tables: whose rows are put into the body.
    """
    fixed = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(fixed, "w") as new:
        for member in old.infolist():
            info = ZipInfo(member.filename)
            info.create_system = 0  # else the system that wrote it stands in the file
            info.compress_type = member.compress_type
            with new.open(info, "w") as file:
                content = old.read(member)
                for part in _put_rows(content, tables) if info.filename == _BODY else [content]:
                    file.write(part)
    return fixed.getvalue()


def _put_rows(body: bytes, tables: Sequence[DrawnTable]) -> Iterator[bytes]:
    """Give the body in parts, the rows of each table in the place that its outline keeps."""
    places = {table.place.encode(): table for table in tables}
    found = re.split(b"(" + b"|".join(map(re.escape, places)) + b")", body) if places else [body]
    for part in found:
        if part not in places:
            yield part
            continue
        for row in places[part].rows():
            yield (_highlight_row(row) if _BLANK.search(row) else row).encode()


def _highlight_row(row: str) -> str:
    table = parse_xml(f"<w:tbl {nsdecls('w')}>{row}</w:tbl>")
    highlight_blanks(table)
    text = str(tostring(table, encoding="unicode"))
    return text[text.index(">") + 1 : text.rindex("<")]
