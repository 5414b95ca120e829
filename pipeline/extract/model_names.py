"""The name of a model in what an office writes of it: candidates with scores, the best is taken.

A name stands in quotes or behind a word that leads to it ("với mô hình", "Tên mô hình:",
"Xây dựng mô hình ... tại ..."); a text without either is the name itself, if it is short.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extract.model_words import words_of
from pipeline.language.people import pattern_of

OPEN, CLOSE = "[“\"«„‘']", "[”\"»’']"
_QUOTED = r"(?:[“\"«„](?P<quoted>[^“”\"«»„]+)[”\"»“]|‘(?P<single>[^’‘]+)’)"
_MOST_WORDS = 23  # the longest names that plans print
_CALLED = rf"(?: {words_of('called')})*\s*[:\-–—]?\s*{_QUOTED}"
_ARTICLE = r"(?:(?:các|những|một|01|việc|hiệu quả) )*"


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_CUE = _compile(rf"\b(?:mô hình|điển hình){_CALLED}")
_FAR = _compile(rf"\bmô hình[^.;,:“\"«„]{{1,60}}:\s*{_QUOTED}")
_WORK = _compile(rf"\b{words_of('works')}{_CALLED}")
_BEARER = _compile(rf"\b{words_of('bearers')}(?: [^\W\d_]+){{0,4}}?\s*{_QUOTED}")
_ANY = re.compile(_QUOTED)
_LABEL = _compile(
    r"(?:^|(?<=[\s,;.(–—-]))(?P<label>tên (?:của )?mô hình|mô hình|tên gọi)(?:\s*,?\s*điển hình)?"
    rf"(?: {words_of('called')})*\s*:\s*(?P<name>\S.*)$"
)
_WITH = _compile(
    rf"\b{words_of('links')} {_ARTICLE}mô hình\b(?P<colon>\s*[:\-–])?\s*(?P<name>\S.*)$"
)
_DONE = _compile(
    rf"\b{words_of('deeds')}(?: (?!mô\b)[^\W\d_]+){{0,5}}? {_ARTICLE}mô hình (?P<name>\S.*)$"
)
_OPENS = _compile(r"^mô hình\s*[:\-–—]?\s+(?P<name>\S.*)$")
_DEED = _compile(r"\b(?:với|về|là)\s+(?P<name>\S.+)$")
_LEAD = _compile(
    r"^(?:là )?(?:(?:mô hình|điển hình|tập thể|cá nhân|hộ|gương)\s*,?\s*)*"
    r"(?:điển hình|gương) (?:tiên tiến|tiêu biểu|sáng)\b"
)
_OTHER = _compile(rf"{words_of('others')}(?: thi đua)?\s*:?\s*$")
_BETWEEN = _compile(r"^\s*(?:[,;]|và|hoặc|,\s*và)(?: mô hình)?\s*$")

# Where an unquoted name ends.
_SHORT = re.compile(r"(?:^|[\s(])(?:[A-ZĐ]|TP|Tp|tp|TT|tt|TX|tx|[pxhqPXHQ]|Ths|ThS|TS|BS|ĐC|đc)$")
_STOP = re.compile(r"\.(?=\s|$)|;")
_NEXT_LABEL = _compile(rf"[,;.]?\s*(?:[-–—]\s*)?\b{words_of('labels')}[^:.;]{{0,25}}:")
_TOLD = _compile(rf"(?:\s*[,–—(]|\s-)\s*{words_of('tells')}")
_TOLD_ON = _compile(rf"\s+{words_of('tells_on')}")
_FIGURE_ON = re.compile(r",\s[^,]*\d")
_EMPTY = _compile(r"^(?:điểm|hay|mới|đầu|tiêu biểu|hiệu quả|có|được|đã|này|trên|của|đó|thứ)\b")
_PLACE_WORDS = rf"(?:{words_of('places')}|{pattern_of('hamlets', 'streets')}\b)"
_PLACE = _compile(rf",?\s+(?:tại|ở|trong)\s+{_PLACE_WORDS}")
_ANY_PLACE = _compile(r"\s+tại\s+\S")
_FIELD_AFTER = _compile(r",?\s+(?:trong|thuộc|về)\s+(?:các\s+)?(?:lĩnh vực|phong trào)\b")
_PRAISE = _compile(rf"^{words_of('praises')}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be a model's name."""

    name: str
    begin: int  # where it stands in the text, quotes among it
    end: int
    score: int
    doubt: bool = False  # it may as well be something else, or more than the name


def find_name(text: str, *, named: bool = False) -> Candidate:
    """Return the best candidate for the name of the model that ``text`` tells of.

    Args:
        text: of one model, on one line.
        named: its column is headed by the models' names, so that the text itself may be one.
    """
    found = list(_find_all(text, named=named))
    best = max(found, key=lambda one: (one.score, -one.begin))
    return _check(best)


def is_lead(text: str) -> bool:
    """Whether a text opens as the plans' sentences do: "Điển hình tiên tiến trong ..."."""
    return bool(_LEAD.match(text))


def _find_all(text: str, *, named: bool) -> Iterator[Candidate]:
    yield _take_whole(text, named=named)
    yield from _find_quoted(text, named=named)
    for pattern, score in ((_LABEL, 80), (_WITH, 70), (_DONE, 60), (_OPENS, 56)):
        match = pattern.search(text)
        if match:
            yield from _take_led(text, match, score, named=named)
    deed = _DEED.search(text) if is_lead(text) else None
    if deed:
        yield Candidate(deed["name"], deed.start("name"), len(text), 35)
    elif is_lead(text):
        begin = _LEAD.sub("", text)
        yield Candidate(begin, len(text) - len(begin), len(text), 33)


def _find_quoted(text: str, *, named: bool) -> Iterator[Candidate]:
    for match in _CUE.finditer(text):
        yield _take_quoted(text, match, 90)
    for match in _FAR.finditer(text):
        yield _take_quoted(text, match, 86)
    for match in _WORK.finditer(text):
        yield _take_quoted(text, match, 55 if named else 72)
    for match in _BEARER.finditer(text):
        whole = text[match.start() : match.end()]
        yield Candidate(whole, match.start(), match.end(), 50 if named else 68)
    refused = -1
    for match in _ANY.finditer(text):
        between = refused >= 0 and _BETWEEN.match(text[refused : match.start()])
        if between or _OTHER.search(text[: match.start()]):
            refused = match.end()
            continue
        alone = match.start() == 0
        yield _take_quoted(text, match, 66 if alone else 45)


def _take_quoted(text: str, match: re.Match[str], score: int) -> Candidate:
    """The name in quotes; several in a row are one name, and in doubt."""
    group = "quoted" if match["quoted"] else "single"
    begin, end = match.start(group) - 1, match.end(group) + 1
    several = False
    while (after := _ANY.search(text, end)) and _BETWEEN.match(text[end : after.start()]):
        end, several = after.end(), True
    name = text[begin:end] if several else match[group]
    return Candidate(name.strip(), begin, end, score, doubt=several)


def _take_led(text: str, match: re.Match[str], score: int, *, named: bool) -> Iterator[Candidate]:
    """A name behind the words that lead to it, as far as it goes."""
    begin = match.start("name")
    loose = match.re in (_DONE, _OPENS) or (match.re is _WITH and not match["colon"])
    name, doubt = cut_name(match["name"], loose=loose)
    if not name or _EMPTY.match(name):
        return
    capital = not name[0].islower()
    said = is_lead(text) or not loose or "lĩnh vực" in text[:begin].lower()
    if match.re is _LABEL and match["label"].lower().startswith("tên"):
        score += 5
    if named and match.re is _OPENS:
        score = 66 if capital else 50
    elif named and loose and not said and not (capital and match.re is _DONE):
        score = min(score, 50)
    yield Candidate(name, begin, begin + len(name), score, doubt)


def _take_whole(text: str, *, named: bool) -> Candidate:
    """The text itself, without what it goes on to tell."""
    fits = len(text.split()) <= _MOST_WORDS and _sentence_end(text) >= len(text.rstrip(" .;"))
    if named and fits:
        return Candidate(text, 0, len(text), 64)
    name, doubt = cut_name(text, loose=False)
    if named:
        return Candidate(name, 0, len(name), 20, doubt=True)
    praises = bool(_PRAISE.match(text))
    return Candidate(text if praises else name, 0, len(text), 30, doubt or praises or not fits)


def cut_name(text: str, *, loose: bool) -> tuple[str, bool]:
    """Return an unquoted name without what follows it, and whether its end is in doubt.

    Args:
        text: begins with the name.
        loose: no colon leads to it, so that place, time and purpose go on without a comma.
    """
    name = text[: _sentence_end(text)]
    for pattern in (_NEXT_LABEL, _TOLD, _FIELD_AFTER):
        match = pattern.search(name, 1)
        name = name[: match.start()] if match else name
    doubt = False
    if loose:
        for pattern in (_FIGURE_ON, _TOLD_ON, _PLACE):
            match = pattern.search(name)
            name = name[: match.start()] if match else name
        doubt = bool(_ANY_PLACE.search(name))
    name = name.strip(" ,;:-–—")
    return name if "(" in name else name.rstrip(" )"), doubt


def _sentence_end(text: str) -> int:
    """Where the first sentence ends: quotes hold their stops, short words theirs."""
    quotes = [match.span() for match in _ANY.finditer(text)]
    for match in _STOP.finditer(text):
        inside = any(begin < match.start() < end - 1 for begin, end in quotes)
        if inside or (match[0] == "." and not _ends(text, match.start())):
            continue
        return match.start()
    return len(text)


def _ends(text: str, stop: int) -> bool:
    """Whether a full stop ends a sentence: no short word before it, no small letter after it."""
    return not _SHORT.search(text[:stop]) and not text[stop + 1 :].lstrip()[:1].islower()


def _check(best: Candidate) -> Candidate:
    """A name of many words, or of more than one sentence, is in doubt."""
    long = len(best.name.split()) > _MOST_WORDS
    several = _sentence_end(best.name) < len(best.name.rstrip(" ./;,"))
    doubt = best.doubt or long or several
    return Candidate(best.name, best.begin, best.end, best.score, doubt)
