"""What a cell says of a model: its name, its field or movement as the paper words it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.extract.model_names import CLOSE, OPEN, find_name
from pipeline.language.keys import squeeze
from pipeline.language.ordinals import ITEM_INLINE, ITEM_MARK

_FIELD = re.compile(
    r"(?:\b(?:trong|về|thuộc|ở)\s+(?:các\s+)?|^)lĩnh(?:\s+v\w{0,3})?\s*:?\s+(?P<field>.+?)"
    rf"(?=\s*(?:,\s*)?(?:với\b|là\b|có\b|bằng\b|qua\b|mô hình\b|{OPEN}|[:;.]|\s[-–]\s*mô hình|$))",
    re.IGNORECASE,
)
_MOVEMENT = re.compile(
    rf"\b(?:trong|của|thuộc|thực hiện)?\s*{OPEN}?\s*(?:các\s+)?phong trào(?:\s+thi\s+đua)?\s*:?\s*"
    rf"(?:{OPEN}\s*)?(?P<movement>.+?)\s*(?=[”\"»]|\s*(?:,\s*)?với\b|:|;|\.\s|\.?$)",
    re.IGNORECASE,
)
_MODEL_WORD = re.compile(rf"^(?:tên\s+)?mô\s+hình\s*(?::\s*|(?={OPEN}))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Model:
    """A model as its cell words it."""

    name: str = ""
    field_phrase: str = ""
    movement: str = ""
    doubt: bool = False  # the name may be more or less than the name


def read_model(text: str, *, named: bool = False) -> Model:
    """Return name, field and movement of a model's text.

    The plans write "Điển hình tiên tiến trong (lĩnh vực F | “Phong trào thi đua M”) với mô hình:
    NAME", and in many other ways; a text that leads to no name is the name.

    Args:
        text: of one model.
        named: its column is headed by the models' names.
    """
    flat = squeeze(text)
    if not flat:
        return Model()
    best = find_name(flat, named=named)
    before, after = flat[: best.begin], flat[best.end :]
    whole = not before and not after.strip(" .;")
    told = "" if whole else before if _says_field(before) else _first_sentence(after)
    movement = _search(_MOVEMENT, told, "movement")
    phrase = "" if movement else _search(_FIELD, told, "field")
    return Model(clean_name(best.name), phrase, movement, best.doubt)


def _first_sentence(text: str) -> str:
    return re.split(r"[.;](?:\s|$)", text.lstrip(' ,;.:”"»'), maxsplit=1)[0]


def clean_name(text: str) -> str:
    """Return a model's name without its closing stop, the word "Mô hình:", outer quotes."""
    name = _strip_end(squeeze(text).lstrip(" :-–"))
    match = _MODEL_WORD.match(name)
    if match:
        name = name[match.end() :].strip()
    return _strip_end(_unquote(name))


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
    if len(text) > 2 and re.match(OPEN, text[0]) and re.match(CLOSE, text[-1]):
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
