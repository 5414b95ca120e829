"""A decision's list in running text: "Tặng Giấy khen cho các cá nhân có tên sau: 1. Ông …"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.codes import Flag, Role
from pipeline.extract.models import clean_name
from pipeline.extract.subjects import kind_by_form, names_subject
from pipeline.extract.unsure import place_unsure
from pipeline.language.keys import PAGE_NUMBER, fold, squeeze
from pipeline.language.letters import CAPITALS
from pipeline.language.ordinals import PARAGRAPH_ITEM
from pipeline.model import Paragraph, RowKind, SubjectKind, Table, TableRow

_AWARD = re.compile(
    r"\b(?:tặng|khen|tuyên dương|biểu dương|vinh danh|tôn vinh"
    r"|công nhận (?:danh hiệu|điển hình|mô hình|sáng kiến|gia đình|tập thể|cá nhân|các)"
    r"|(?:điển hình|cá nhân|tập thể|hộ|nông dân|gương) (?:tiên tiến|tiêu biểu|xuất sắc))\b"
)
_WHO = (
    r"(?:tập thể|cá nhân|hộ gia đình|hộ|gia đình|ông|bà|đồng chí|đơn vị|điển hình|mô hình|em"
    r"|học sinh|sinh viên|đoàn viên|hội viên|thôn|xóm|tổ|nông dân)"
)
_OPENS = re.compile(rf"\b{_WHO}\b.*?(?::$|(?:sau|sau đây|dưới đây|tên sau)\s*[:.]?$|gồm\s*:?$)")
_BEGINS = re.compile(
    r"^(?:nay |quyết định |đã )?(?:truy |trao )?(?:tặng|khen|tuyên dương|biểu dương|vinh danh"
    r"|tôn vinh|công nhận)\b|^(?:một số |các |những |gồm )*(?:điển hình|tập thể|cá nhân|gương|hộ"
    r"|nông dân)\b"
)
_TASK = re.compile(
    r"\b(?:chủ trì|tham mưu|tổ chức|hướng dẫn|báo cáo|triển khai|phối hợp|thực hiện|chỉ đạo"
    r"|đề nghị|căn cứ|tiêu chuẩn|có trách nhiệm)\b"
)
_TITLE = re.compile(r"^(?:phụ lục\b.*)?danh sách\b")
_NO_AWARD = re.compile(r"\b(?:thành lập|kiện toàn|ban vận động|ban chấp hành|không)\b")
_ONE = re.compile(
    r"(?i:\bcho\s+(?:đối với\s+)?)(?P<who>(?i:ông|bà|đồng chí|em|anh|chị|gia đình|hộ|tập thể)\s+"
    rf"(?!(?i:{_WHO})\b|có\b|và\b)[{CAPITALS}].+)$"
)
_KIND = re.compile(
    r"^(?:các |về |đối với )*(?P<kind>tập thể|cá nhân|hộ gia đình)"
    r"(?:\s*,?\s*(?:gồm|có)?\s*(?:có)?\s*[(:]?\s*\d+\b.*)?[ :.;]*$"
)
_ARTICLE = re.compile(r"^Điều \d+\s*[.:]\s*")
_ENDS = re.compile(r"^(?:điều \d|nơi nhận|căn cứ|tm\.|kt\.)")
_LABEL = re.compile(
    r"(?:,|;|\s[-–—])\s*(?:chức vụ|chức danh|đơn vị(?: công tác)?|nơi công tác|công tác tại|hiện là"
    r"|địa chỉ(?: thường trú)?|nơi ở|(?:thường )?trú tại|ngụ tại)\s*:?\s+",
    re.IGNORECASE,
)
_MODEL = re.compile(
    r"[,;:–-]?\s*\b(?:với|có|là chủ)\s+(?:các\s+)?mô hình\b\s*:?\s*(?P<deed>.+)$", re.IGNORECASE
)
_DEED = re.compile(
    r"[,;:–-]?\s*(?P<deed>\b(?:vì\s+)?(?:đã\s+)?(?:có|đạt|lập)\s+(?:được\s+)?(?:nhiều\s+)?"
    r"thành tích\b.+|\bvì\s+đã\b.+)$",
    re.IGNORECASE,
)
_MOST_TITLE = 4  # paragraphs that a title goes over
_HEADINGS = ("", "Họ tên, đơn vị", "Thành tích, mô hình")
_ROLES = (Role.ORDINAL, Role.NAME_ADDRESS, Role.MODEL)


@dataclass
class _Draft:
    """The rows of the lists that were opened, and whether one is open."""

    rows: list[TableRow]
    open: bool = False

    @property
    def last(self) -> TableRow | None:
        """The entry above, None right below a heading."""
        return self.rows[-1] if self.rows and self.rows[-1].kind is RowKind.DATA else None


def find_awarded(blocks: Sequence[Paragraph]) -> Table | None:
    """Return who is commended in running text, as a table; None where nobody is.

    A list opens with a sentence or title that awards something, and goes on as long as items
    that begin with a person or a body follow. Members of a council or board are none.
    """
    draft = _Draft([])
    whole = _join_broken(blocks)
    for index, block in enumerate(whole):
        _take(draft, block, whole[index : index + _MOST_TITLE])
    found = [row for row in draft.rows if row.kind is RowKind.DATA]
    if not found:
        return None
    while draft.rows[-1].kind is RowKind.GROUP:
        draft.rows.pop()
    pages = tuple(dict.fromkeys(row.page for row in draft.rows if row.page))
    width = 3 if any(row.cells[2] for row in found) else 2
    rows = tuple(replace(row, cells=row.cells[:width], filled=row.filled[:width])
                 for row in draft.rows)  # fmt: skip
    return Table(_HEADINGS[:width], rows, _ROLES[:width], (), pages, is_list=True)


def _take(draft: _Draft, block: Paragraph, following: Sequence[Paragraph]) -> None:
    text = squeeze(block.text)
    match = PARAGRAPH_ITEM.match(block.text)
    number, words = (match["no"], squeeze(match["text"])) if match else ("", text)
    bare = _ARTICLE.sub("", words)
    if _opens(bare) or _is_title(following):
        draft.open = True
        draft.rows.append(_make_group(bare, block.page))
    elif (one := _read_one(bare)) and not (draft.open and match):
        draft.open = False
        draft.rows.append(_make_entry("", one, block))
    elif not draft.open:
        return
    elif _KIND.match(fold(words)):
        draft.rows.append(_make_group(words, block.page))
    elif _ENDS.match(fold(text)):
        draft.open = False
    elif names_subject(words) and not _is_task(words):
        draft.rows.append(_make_entry(number, words, block))
    elif draft.last and match and number[:1].isdigit() and _counts_on(draft.last, number):
        row = _make_entry(number, words, block)
        draft.rows.append(replace(row, doubts=(Flag.ROW_UNCERTAIN, *row.doubts)))
    elif draft.last:
        draft.open = False


def _opens(text: str) -> bool:
    folded = fold(text)
    said = all(pattern.search(folded) for pattern in (_BEGINS, _AWARD, _OPENS))
    return said and not _NO_AWARD.search(folded)


def _is_title(blocks: Sequence[Paragraph]) -> bool:
    """Whether "DANH SÁCH" and the lines below it, up to the first item, name an award."""
    if not _TITLE.match(fold(squeeze(blocks[0].text))):
        return False
    lines = [fold(squeeze(block.text)) for block in blocks if not PARAGRAPH_ITEM.match(block.text)]
    title = " ".join(line for line in lines if not line.startswith("("))
    return bool(_AWARD.search(title)) and not _NO_AWARD.search(title)


def _read_one(text: str) -> str:
    """The one whom a sentence awards: "Tặng Giấy khen cho ông …"; "" where it is no such one."""
    folded = fold(text)
    if not re.match(r"(?:nay\s+)?(?:truy\s+|trao\s+)?tặng\b|khen thưởng\b|công nhận danh hiệu\b",
                    folded) or _NO_AWARD.search(folded):  # fmt: skip
        return ""
    match = _ONE.search(text)
    return match["who"][:1].upper() + match["who"][1:] if match else ""


def _is_task(text: str) -> bool:
    """Whether a body is told to do something: "Phòng Nội vụ chủ trì …"; names have capitals."""
    return kind_by_form(text) == SubjectKind.COLLECTIVE and bool(_TASK.search(_part_deed(text)[0]))


def _make_entry(number: str, text: str, block: Paragraph) -> TableRow:
    """A row with the subject and what follows of its place, and what it is commended for."""
    subject, deed = _part_deed(text)
    cells = (number, _LABEL.sub(", ", subject).strip(" ,;:.–-"), clean_name(deed.strip(" ;")))
    unsure = tuple(replace(one, column=1) for one in place_unsure((block.scanned,), block.page))
    doubts = (Flag.CELL_UNCERTAIN,) if unsure else ()
    return TableRow(RowKind.DATA, cells, cells, block.page, doubts, unsure)


def _part_deed(text: str) -> tuple[str, str]:
    """Part who is named from what for."""
    said = _MODEL.search(text) or _DEED.search(text)
    return (text[: said.start()], said["deed"]) if said else (text, "")


def _join_broken(blocks: Iterable[Paragraph]) -> list[Paragraph]:
    """Join sentences that a page or the PDF's lines break; page numbers between them go."""
    joined: list[Paragraph] = []
    for block in blocks:
        text = squeeze(block.text)
        if PAGE_NUMBER.match(text):
            continue
        last = joined[-1].text.rstrip() if joined else ""
        begun = _ARTICLE.match(last) or PARAGRAPH_ITEM.match(last)
        opens = PARAGRAPH_ITEM.match(text) or _ENDS.match(fold(text)) or text.isupper()
        if begun and not opens and not last.endswith((";", ".", ":")):
            joined[-1] = replace(joined[-1], text=f"{last}\n{block.text}")
        else:
            joined.append(block)
    return joined


def _make_group(text: str, page: int | None) -> TableRow:
    cells = (text, "", "")
    return TableRow(RowKind.GROUP, cells, cells, page)


def _counts_on(row: TableRow, number: str) -> bool:
    digits = [re.sub(r"\D", "", text) for text in (row.cells[0], number)]
    return all(digits) and int(digits[1]) == int(digits[0]) + 1
