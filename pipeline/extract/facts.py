"""What a plan says of itself, each fact with where it was found; blanks stay blank.

Form of numbers, dates and signatures: Nghị định 30/2020/NĐ-CP, Phụ lục I.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.extract.numbers import (
    ATTACHED,
    CITED,
    Day,
    PrintedLine,
    attached_lines,
    find_day,
    find_number,
    number_of_name,
    signature_lines,
    whole_date,
)
from pipeline.extract.shape import drop_slivers
from pipeline.extract.unsure import place_unsure
from pipeline.language.keys import fold, squeeze
from pipeline.model import Document, Fact, Grid, Paragraph, PlanFacts

_KINDS = (
    "kế hoạch",
    "quyết định",
    "báo cáo",
    "tờ trình",
    "hướng dẫn",
    "công văn",
    "danh sách",
    "đề án",
)
_SUBJECT_YEAR = re.compile(r"\bnăm\s*(\d{4})\b")
_AUTHORITY = re.compile(r"^(?:TM|KT|TL|TUQ|Q)\.\s", re.IGNORECASE)
_OFFICE = re.compile(
    r"^(?:PHÓ\s+)?(?:CHỦ TỊCH|TRƯỞNG|GIÁM ĐỐC|BÍ THƯ|CHÁNH VĂN PHÒNG|HIỆU TRƯỞNG)", re.IGNORECASE
)
_ISSUER = re.compile(
    r"\b(?:của|do)\s+(?P<issuer>(?:ủy ban nhân dân|uỷ ban nhân dân|ubnd|hội đồng thi đua"
    r"|ban thường vụ|thành ủy|huyện ủy|đảng ủy|hội liên hiệp|ban thi đua|sở nội vụ"
    r"|phòng nội vụ)[^;:,.()]*)",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"^(?P<body>.*?)(?P<kind>TỈNH|THÀNH PHỐ|HUYỆN|THỊ XÃ|QUẬN|XÃ|PHƯỜNG|THỊ TRẤN)"
    r"\s+(?P<name>.+)$"
)
_FORM_ROWS, _FORM_WIDTH = 12, 3  # of a table that holds letterhead or signatures
HEAD_LINES = 24  # lines of the letterhead and title


def read_facts(document: Document) -> PlanFacts:
    """Return what the document says of itself."""
    lines = list(_iterate_lines(document))
    head, attached = lines[:HEAD_LINES], attached_lines(lines)
    number = find_number([*head, *attached]) or number_of_name(document)
    day = find_day([*head, *attached, *signature_lines(lines)])
    title = _find_title(lines)
    return PlanFacts(
        number=number,
        issued_on=whole_date(day),
        issuer=_find_issuer(head, attached),
        title=title,
        plan_year=_year_of(day, title, document),
        subject_year=_find_subject_year(lines, title),
        signer=_find_signer(lines),
        signer_title=_find_signer_title(lines),
        cites=_find_cites(lines),
        recipients=_find_recipients(lines),
    )


def find_unsure_facts(document: Document, facts: PlanFacts) -> tuple[str, ...]:
    """Return which facts stand only where recognition is not sure of the words.

    Args:
        document: as it was read.
        facts: what it says of itself.
    """
    blocks = tuple(block for block in document.blocks if not _is_unsure(block))
    if len(blocks) == len(document.blocks):
        return ()
    sure = read_facts(replace(document, blocks=blocks))
    return tuple(
        name
        for name in ("number", "issued_on", "issuer", "signer")
        if (found := getattr(facts, name).value) and getattr(sure, name).value != found
    )


def _is_unsure(block: Paragraph | Grid) -> bool:
    if isinstance(block, Grid):
        return any(
            place_unsure(row.cells, row.page) for row in block.rows if block.width <= _FORM_WIDTH
        )
    return bool(place_unsure((block.scanned,), block.page))


def _iterate_lines(document: Document) -> Iterable[PrintedLine]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield from _lines_of(block.text, block.page)
        elif len(block.rows) <= _FORM_ROWS and (grid := drop_slivers(block)).width <= _FORM_WIDTH:
            for row in grid.rows:
                for cell in row.cells:
                    if cell:
                        yield from _lines_of(cell.text, row.page)


def _lines_of(text: str, page: int | None) -> Iterable[PrintedLine]:
    place = f"trang {page}" if page else "trong văn bản"
    for line in text.split("\n"):
        if squeeze(line):
            yield PrintedLine(squeeze(line), place)


def _year_of(day: Day, title: Fact, document: Document) -> Fact:
    """The plan's own year: its date, else the year its title or its file's name gives."""
    if day.year:
        return Fact(day.year, day.place)
    for text, place in ((title.value, title.found), (document.source.path.stem, "tên tệp")):
        years = re.findall(r"(?<!\d)(20\d{2})(?!\d)", text)
        if len(set(years)) == 1:
            return Fact(years[0], place)
    return Fact()


def _find_title(lines: Sequence[PrintedLine]) -> Fact:
    for index, line in enumerate(lines[: 2 * HEAD_LINES]):
        if fold(line.text) in _KINDS or (
            line.text.isupper() and fold(line.text).startswith(_KINDS)
        ):
            parts = [line.text]
            for after in lines[index + 1 : index + 6]:
                if re.match(
                    r"^(?:thực hiện|căn cứ|để|kính gửi|\(|i\.|số|stt|tt\b)", fold(after.text)
                ):
                    break
                parts.append(after.text)
                if after.text.endswith((".", ";", ":")):
                    parts.pop()
                    break
            return Fact(squeeze(" ".join(parts)), line.place)
    return Fact()


def _find_subject_year(lines: Sequence[PrintedLine], title: Fact) -> Fact:
    """The year whose models are listed: "... tiêu biểu ... năm 2022" in title or opening."""
    for text, place in ((title.value, title.found), *_model_sentences(lines)):
        match = _SUBJECT_YEAR.search(text)
        if match:
            return Fact(match[1], place)
    return Fact()


def _model_sentences(lines: Sequence[PrintedLine]) -> Iterable[tuple[str, str]]:
    for index, line in enumerate(lines[: 3 * HEAD_LINES]):
        text = " ".join(part.text for part in lines[index : index + 3])
        match = re.search(
            r"(?:mô hình|điển hình)[^.;]{0,80}?(?:tiêu biểu|tiên tiến)[^.;]{0,60}?\bnăm \d{4}", text
        )
        if match and match.start() < len(line.text) and not CITED.search(match.group()):
            yield match.group(), line.place


def _find_issuer(head: Sequence[PrintedLine], attached: Sequence[PrintedLine]) -> Fact:
    """The body in the letterhead, else the one the appendix line names."""
    for index, line in enumerate(head[:8]):
        if re.match(r"^(?:uỷ ban nhân dân|ubnd)\b", fold(line.text)) and line.text.isupper():
            parts = [line.text]
            following = head[index + 1].text if index + 1 < len(head) else ""
            if re.match(
                r"^(?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn)\b", fold(following)
            ):
                parts.append(following)
            elif following.startswith("CỘNG HÒA") and index + 2 < len(head):
                parts.extend(_place_after(head, index))
            return Fact(_to_sentence(" ".join(parts)), line.place)
    for line in attached:
        match = _ISSUER.search(line.text)
        if match:
            return Fact(squeeze(match["issuer"]).strip(" )"), line.place)
    return Fact()


def _place_after(head: Sequence[PrintedLine], index: int) -> list[str]:
    places = (line.text for line in head[index + 1 : index + 5])
    pattern = r"^(?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn)\b"
    return [text for text in places if re.match(pattern, fold(text)) and text.isupper()][:1]


def _to_sentence(text: str) -> str:
    """ỦY BAN NHÂN DÂN THÀNH PHỐ HÒA BÌNH -> Ủy ban nhân dân thành phố Hòa Bình."""
    flat = squeeze(text)
    match = _UNIT.match(flat)
    if not match:
        return flat.capitalize() if flat.isupper() else flat
    body = match["body"].strip()
    body = body if body == "UBND" else body.capitalize()
    return squeeze(f"{body} {match['kind'].lower()} {match['name'].title()}")


# --- signature and recipients --------------------------------------------------------


def _find_signer_title(lines: Sequence[PrintedLine]) -> Fact:
    parts = [line for line in lines if _AUTHORITY.match(line.text) or _is_office(line.text)]
    if not any(_AUTHORITY.match(line.text) for line in parts):
        return Fact()
    return Fact(" / ".join(line.text for line in parts[:3]), parts[0].place)


def _is_office(text: str) -> bool:
    return bool(_OFFICE.match(text)) and text.isupper() and len(text) < 50


def _find_signer(lines: Sequence[PrintedLine]) -> Fact:
    starts = [i for i, line in enumerate(lines) if _AUTHORITY.match(line.text)]
    if not starts:
        return Fact()
    for line in lines[starts[0] : starts[0] + 16]:
        words = line.text.split()
        named = 2 <= len(words) <= 5 and all(w[0].isupper() and w[1:].islower() for w in words)
        if named and not fold(line.text).startswith("phụ lục"):
            return Fact(line.text, line.place)
    return Fact()


def _find_recipients(lines: Sequence[PrintedLine]) -> tuple[str, ...]:
    for index, line in enumerate(lines):
        if fold(line.text).startswith("nơi nhận"):
            items = [part.text for part in lines[index + 1 : index + 20] if part.text[0] in "-–"]
            return tuple(item.strip(" -–;.") for item in items)
    return ()


def _find_cites(lines: Sequence[PrintedLine]) -> tuple[str, ...]:
    text = " ".join(line.text for line in lines if not ATTACHED.match(line.text))
    cited = (
        f"{m['number']} ngày {m['date']}" if m["date"] else m["number"]
        for m in CITED.finditer(text)
    )
    return tuple(dict.fromkeys(cited))
