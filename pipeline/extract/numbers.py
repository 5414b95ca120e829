"""Numbers and dates of a paper, blank where the paper leaves them blank.

Form: Nghị định 30/2020/NĐ-CP, Phụ lục I; Party papers number as "Số 12-KH/ĐU".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.language.keys import fold
from pipeline.model import Document, Fact

_NUMBER = re.compile(
    r"\bsố\s*:?\s*(?P<number>\d{0,5})\s*/\s*(?P<symbol>(?:\d{4}\s*/\s*)?"
    r"[A-ZĐ][A-Za-zĐđ0-9]*(?:\s?-\s?[A-ZĐ][A-Za-zĐđ0-9&]*)*)",
    re.IGNORECASE,
)
_PARTY_NUMBER = re.compile(r"\b[Ss]ố\s*:?\s*(\d{1,5})\s*-\s*([A-ZĐ]{2,5})/([A-ZĐ]{2,6})")
_LONG_DATE = re.compile(
    r"ngày\s*(?P<day>\d{0,2})[\s.…_]*tháng\s*(?P<month>\d{0,2})[\s.…_]*năm\s*(?P<year>\d{4})",
    re.IGNORECASE,
)
_OWN = re.compile(r"^\W*S[ốỐ]\b")  # a letterhead's "Số"; inside a sentence it is small
_CITING = re.compile(
    r"\b(?:căn cứ|theo|luật|nghị định|nghị quyết|quyết định|thông tư|kế hoạch|tờ trình|công văn"
    r"|văn bản|chỉ thị|báo cáo|hướng dẫn|của|và|sinh)\b"
)
_HEAD_NUMBER = re.compile(
    r"^\W*S[ốỐ]\s*:?[\d\s]*[/-]\s*(?:\d{4}\s*/\s*)?[A-ZĐ]\S*(?:\s-\s?[A-ZĐ]\S*)*"
)
_MOST_PLACE = 60  # letters of the place before a letterhead's date
_SHORT_DATE = re.compile(
    r"(?P<day>\d{0,2})\s*/\s*(?P<month>\d{1,2})\s*/\s*(?P<year>(?:19|20)\d{2})"
)
_SIGNED_DATE = re.compile(r"(?P<day>\d{1,2})[./-](?P<month>\d{1,2})[./-](?P<year>(?:19|20)\d{2})")
ATTACHED = re.compile(r"\(?\s*(?:ban hành\s+)?kèm theo\b", re.IGNORECASE)
CITED = re.compile(
    r"(?:Kế hoạch|Quyết định|Chỉ thị|Nghị quyết|Công văn|Hướng dẫn)\s+số\s*"
    r"(?P<number>\d{1,5}[/-][A-ZĐ0-9][A-Za-zĐđ0-9/&-]*)"
    r"(?:\s*,?\s*ngày\s*(?P<date>\d{1,2}/\d{1,2}/\d{4}|\d{1,2} tháng \d{1,2} năm \d{4}))?",
)


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of a paper and where it stands."""

    text: str
    place: str  # Vietnamese: where it stands


def attached_lines(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines "(Kèm theo Kế hoạch số ... ngày ... của ...)", each with the two after it."""
    found: list[PrintedLine] = []
    for index, line in enumerate(lines):
        if ATTACHED.match(line.text):
            text = " ".join(part.text for part in lines[index : index + 3])
            end = text.find(")")
            found.append(
                PrintedLine(text[: end + 1] if end > 0 else text, f"dòng kèm theo, {line.place}")
            )
    return found


def signature_lines(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The time in the picture of a digital signature."""
    signs = ("ngày ký", "thời gian ký", "giờ ký")
    return [
        PrintedLine(
            f"Ngày {m['day']} tháng {m['month']} năm {m['year']}", f"chữ ký số, {line.place}"
        )
        for line in lines
        if fold(line.text).startswith(signs) and (m := _SIGNED_DATE.search(line.text))
    ]


def find_number(lines: Sequence[PrintedLine]) -> Fact:
    """Return the paper's own number, blank where it is not filled in; cited ones do not count.

    It stands in the letterhead, else in the line that names the paper over its appendix.
    """
    own = [fact for line in lines if _OWN.match(line.text) and (fact := _read_number(line))]
    named = [fact for line in lines if ATTACHED.match(line.text) and (fact := _read_number(line))]
    return next((fact for fact in (*own[:1], *named) if fact.value), Fact())


def _read_number(line: PrintedLine) -> Fact | None:
    """The number of a line, blank where only its symbol stands; None where neither does."""
    party = _PARTY_NUMBER.search(line.text)
    if party:
        return Fact(f"{party[1]}-{party[2]}/{party[3]}", line.place)
    match = _NUMBER.search(line.text)
    if not match:
        return None
    symbol = match["symbol"].replace(" ", "")
    return Fact(f"{match['number']}/{symbol}" if match["number"] else "", line.place)


def number_of_name(document: Document) -> Fact:
    """Read "76-KH-UBND.pdf": a number only where the file's name gives it whole."""
    stem = unicodedata.normalize("NFC", document.source.path.stem)
    match = re.search(
        r"(?<!\d)(\d{1,5})[-_ ]+(KH|QD|QĐ|BC|TTr|HD)[-_ ]+(UBND|HDND|HĐND)", stem, re.IGNORECASE
    )
    if not match:
        return Fact()
    kind = match[2].upper().replace("QD", "QĐ")
    return Fact(f"{match[1]}/{kind}-{match[3].upper()}", "tên tệp")


@dataclass(frozen=True, slots=True)
class Day:
    """A date with blanks, and where it stands."""

    day: str = ""
    month: str = ""
    year: str = ""
    place: str = ""


def find_day(lines: Sequence[PrintedLine]) -> Day:
    """The best dated line, a whole date before one with blanks; those cited do not count."""
    best = Day()
    before = ""
    for line in lines:
        match = _LONG_DATE.search(line.text)
        attached = bool(ATTACHED.match(line.text))
        if attached:
            match = match or _SHORT_DATE.search(line.text)
        elif match and not _dates_paper(line.text, match, before):
            match = None
        before = line.text
        if not match:
            continue
        day = Day(match["day"], match["month"], match["year"], line.place)
        if day.day and day.month:
            return day
        best = best if best.year else day
    return best


def _dates_paper(text: str, date: re.Match[str], before: str) -> bool:
    """Whether a line is a letterhead's "Hòa Bình, ngày 05 tháng 01 năm 2024" and no more."""
    if re.search(r"\w|[;,]", text[date.end() :]):
        return False
    place = _HEAD_NUMBER.sub("", text[: date.start()]).strip()
    if not place:
        place = before.rstrip() if date.group()[0] == "n" else "Ngày,"
    return place.endswith(",") and len(place) <= _MOST_PLACE and not _CITING.search(fold(place))


def whole_date(day: Day) -> Fact:
    """Return the ISO date, blank unless day, month and year all stand and make a date."""
    if not (day.day and day.month and day.year):
        return Fact()
    try:
        return Fact(date(int(day.year), int(day.month), int(day.day)).isoformat(), day.place)
    except ValueError:
        return Fact()
