"""What a cell says of a model: its name, its field or movement as the paper words it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.language.keys import squeeze
from pipeline.language.ordinals import ITEM_INLINE, ITEM_MARK

_OPEN, _CLOSE = "[“\"«‘']", "[”\"»’']"
_FIELD = re.compile(
    r"\b(?:trong|về|thuộc)\s+(?:các\s+)?lĩnh(?:\s+v\w{0,3})?\s+(?P<field>.+?)"
    rf"(?=\s*(?:,\s*)?(?:với\b|là\b|có\b|{_OPEN}|[:;.]|$))",
    re.IGNORECASE,
)
_MOVEMENT = re.compile(
    rf"\b(?:trong|của|thuộc|thực hiện)?\s*{_OPEN}?\s*(?:các\s+)?phong trào(?:\s+thi\s+đua)?\s*:?\s*"
    rf"(?:{_OPEN}\s*)?(?P<movement>.+?)\s*(?=[”\"»]|\s*(?:,\s*)?với\b|:|;|\.\s|\.?$)",
    re.IGNORECASE,
)
_WITH_MODEL = re.compile(
    r"\b(?:với|có|qua|bằng)\s+(?:(?:các|những)\s+)?mô\s+hình\b\s*(?P<colon>[:\-–])?\s*(?P<model>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_WITH_DEED = re.compile(r"\bvới\s+(?P<model>.+)$", re.IGNORECASE | re.DOTALL)
_LEAD = re.compile(
    r"^(?:là\s+)?(?:mô\s+hình|điển\s+hình)?\s*điển\s+hình\s+tiên\s+tiến\b", re.IGNORECASE
)
_MODEL_WORD = re.compile(rf"^(?:tên\s+)?mô\s+hình\s*(?::\s*|(?={_OPEN}))", re.IGNORECASE)
_QUOTED_FIRST = re.compile(
    rf"^(?:mô\s+hình|điển\s+hình)\s*:?\s*(?P<model>{_OPEN}[^“”\"«»]+{_CLOSE})\s*,?\s*"
    r"(?P<tail>(?:trong|thuộc|về)\s+(?:các\s+)?(?:lĩnh\s+vực|phong\s+trào)\b.*)$",
    re.IGNORECASE,
)
_QUOTED_THEN = re.compile(
    rf"^(?P<model>{_OPEN}[^“”\"«»]+{_CLOSE})\s*[,;–-]\s*(?=[a-zà-ỹđ\d]).+$", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Model:
    """A model as its cell words it."""

    name: str = ""
    field_phrase: str = ""
    movement: str = ""


def read_model(text: str) -> Model:
    """Return name, field and movement of a model's text.

    The grammar is that of the plans: "Điển hình tiên tiến trong (lĩnh vực F | “Phong trào
    thi đua M”) với mô hình: NAME"; without it the whole text is the name.
    """
    flat = squeeze(text)
    quoted = _QUOTED_FIRST.match(flat)
    if quoted:
        told = read_model(f"Điển hình tiên tiến {quoted['tail']}")
        return Model(clean_name(quoted["model"]), told.field_phrase, told.movement)
    named = _WITH_MODEL.search(flat)
    is_sentence = bool(_LEAD.match(flat))
    if not named and not is_sentence:
        return Model(clean_name(flat))
    before = flat[: named.start()] if named else flat
    if named and not is_sentence and not _says_field(before) and not named["colon"]:
        return Model(clean_name(flat))
    movement = _search(_MOVEMENT, before, "movement")
    phrase = "" if movement else _search(_FIELD, before, "field")
    if named:
        return Model(clean_name(_cut_telling(named["model"])), phrase, movement)
    deed = _WITH_DEED.search(flat)
    rest = deed["model"] if deed else _LEAD.sub("", flat)
    return Model(clean_name(rest), phrase, movement)


def clean_name(text: str) -> str:
    """Return a model's name without its closing stop, the word "Mô hình:", outer quotes."""
    name = _strip_end(squeeze(text).lstrip(" :-–"))
    match = _MODEL_WORD.match(name)
    if match:
        name = _cut_telling(name[match.end() :].strip())
    return _strip_end(_unquote(name))


def _cut_telling(name: str) -> str:
    """A name in quotes without what the cell goes on to tell of it: "“X”, giúp 8 hộ ..."."""
    quoted = _QUOTED_THEN.match(name.strip())
    return quoted["model"] if quoted else name


@dataclass(frozen=True, slots=True)
class Listing:
    """The items of a cell that lists several models, and the words that lead to them."""

    lead: str
    items: tuple[str, ...]


def split_models(text: str) -> Listing:
    """Return the items of a cell; the whole text as one item where it lists none.

    Items stand on lines of their own behind one kind of mark, after nothing or after words
    that end with a colon; a dash inside a name that begins a printed line ("khuyến nông /
    - khuyến lâm") is no mark.
    """
    lines = [line for line in ITEM_INLINE.sub("\n", text).split("\n") if line.strip()]
    first = next((i for i, line in enumerate(lines) if _item_mark(line)), len(lines))
    lead = squeeze(" ".join(lines[:first]))
    kind = _item_mark(lines[first]) if first < len(lines) else ""
    items: list[str] = []
    for line in lines[first:]:
        if _item_mark(line) == kind:
            items.append(ITEM_MARK.sub("", line, count=1))
        else:
            items[-1] = f"{items[-1]}\n{line}"
    if len(items) < 2 or (lead and not lead.endswith(":")) or not _counts_up(lines[first:], kind):
        return Listing("", (text,))
    return Listing(lead, tuple(squeeze(item).strip(" ;") for item in items))


def _item_mark(line: str) -> str:
    """The kind of mark that an item's line begins with, "" where it begins none."""
    match = ITEM_MARK.match(line)
    return _mark_kind(match["mark"]) if match and _starts_name(line[match.end() :]) else ""


def _search(pattern: re.Pattern[str], text: str, group: str) -> str:
    match = pattern.search(text)
    return match[group].strip(' ,.;:“”"«»') if match else ""


def _says_field(text: str) -> bool:
    return bool(_FIELD.search(text) or _MOVEMENT.search(text))


def _strip_end(text: str) -> str:
    return re.sub(r"(?:\./\.|[.;,])$", "", text.strip()).strip()


def _unquote(text: str) -> str:
    if len(text) > 2 and re.match(_OPEN, text[0]) and re.match(_CLOSE, text[-1]):
        inner = text[1:-1]
        if not re.search(r"[“”\"«»]", inner):
            return inner.strip()
    return text


def _mark_kind(mark: str) -> str:
    if mark[0].isdigit():
        return "1"
    return "a" if mark[0].isalpha() else mark.replace("–", "-")


def _starts_name(text: str) -> bool:
    head = text.lstrip("“\"«'( ")
    return bool(head) and (head[0].isupper() or head[0].isdigit())


def _counts_up(lines: list[str], kind: str) -> bool:
    """Whether numbered items count from 1; other marks always do."""
    if kind != "1":
        return True
    numbers = [
        int(found.group())
        for line in lines
        if (match := ITEM_MARK.match(line)) and (found := re.match(r"\d+", match["mark"]))
    ]
    return numbers == list(range(1, len(numbers) + 1))
