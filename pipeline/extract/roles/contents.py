"""What the cells of a column hold, each told by its shape and its first words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from pipeline.extract.address import COMMUNE, find_commune, read_address, split_parts
from pipeline.extract.groups import is_kind_word
from pipeline.extract.persons import NameShape, name_shape
from pipeline.extract.roles.words import start_of, words_of
from pipeline.extract.subjects import kind_said
from pipeline.language.keys import fold, squeeze
from pipeline.language.ordinals import is_ordinal
from pipeline.language.people import pattern_of
from pipeline.model import SubjectKind


class Sort(StrEnum):
    """What one cell holds."""

    PERSON = "person"  # a form of address, or a name that can be nothing else
    NAME = "name"  # capitals throughout: a name most likely, a body's perhaps
    HOUSEHOLD = "household"
    BODY = "body"
    HAMLET = "hamlet"
    COMMUNE = "commune"
    ADDRESS = "address"  # places of several levels
    TOLD = "told"  # the words of plans: "Điển hình tiên tiến ...", "Mô hình ..."
    PHRASE = "phrase"  # a few words, as models are called
    SENTENCE = "sentence"
    TASK = "task"  # work to be done
    FIGURE = "figure"  # what statistics count
    UNIT = "unit"
    NUMBER = "number"
    YEAR = "year"
    DATE = "date"
    PERIOD = "period"
    PHONE = "phone"
    TICK = "tick"
    KIND = "kind"
    GENDER = "gender"
    PEOPLE = "people"
    POSITION = "position"
    DUTY = "duty"
    AWARD = "award"


SUBJECTS = frozenset({Sort.PERSON, Sort.NAME, Sort.HOUSEHOLD, Sort.BODY, Sort.HAMLET, Sort.COMMUNE})
Shares = Mapping[Sort, float]
"""How many of a column's filled cells hold each sort, of 1."""

_TICK = re.compile(r"^(?:x|v|✓|✔|√|☑|☒|☐|\+|\*|●)$", re.IGNORECASE)
_PHONE = re.compile(r"^(?:\+84|0)\d{2,3}[\s.\-]?\d{3}[\s.\-]?\d{3,4}$")
_YEAR = re.compile(r"^(?:19[2-9]\d|20[0-4]\d)$")
_DATE = re.compile(r"^(?:ngày\s+)?\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*(?:19|20)?\d{2}$")
_NUMBER = re.compile(r"^[<>=~≥≤\-]?\s*\d[\d.,\s/]*(?:%|\s?(?:đ|đồng|tr|triệu|ha|m2))?$")
_TOLD = re.compile(r"^(?:là\s+)?(?:các\s+)?(?:điển hình tiên tiến|mô hình|điển hình)\b(?!\s*/)")
_QUOTES = "“\"'"
_HAMLET = re.compile(
    rf"^{pattern_of('hamlets', 'streets')}(?!\w)(?:\s+(?:số\s*)?|\.\s*)?(?=\d|$|(?P<name>\S))",
    re.IGNORECASE,
)
_DECISION = re.compile(r"^(?:số\s*:?\s*)?\d+\s*/\s*(?:\d{4}\s*/\s*)?qđ\b")
_MANY = re.compile(
    r"\b(?:các|những|mỗi|từng) (?:xã|phường|thôn|xóm|bản|ấp|khu|tổ|cơ quan|đơn vị|phòng|ban|ngành"
    r"|cấp|tổ chức|trường|chi bộ|hội|đoàn thể|địa phương|tập thể|cá nhân)\b"
)
_ONES = SUBJECTS | {Sort.ADDRESS, Sort.POSITION}
_LONG = 12  # words of a sentence


def sort_cells(texts: Iterable[str]) -> Shares:
    """Return how the filled cells of a column divide among the sorts."""
    sorts = [sort for text in texts if (sort := sort_of(text))]
    return {sort: count / len(sorts) for sort, count in Counter(sorts).items()}


@lru_cache(maxsize=1 << 14)
def sort_of(text: str) -> Sort | None:
    """Return what one cell holds, None where it is blank."""
    flat = squeeze(text).strip(" ;")
    if not flat:
        return None
    return next((sort for test in _TESTS if (sort := test(flat))), Sort.PHRASE)


def counts_up(texts: Sequence[str]) -> float:
    """Return how far a column numbers its rows: the share of ordinals, of 1; they count on."""
    filled = [text for text in map(squeeze, texts) if text]
    numbered = [text for text in filled if is_ordinal(text)]
    if not filled or len(numbered) * 2 < len(filled):
        return 0.0
    numbers = [int(found[-1]) for text in numbered if (found := re.findall(r"\d+", text))]
    if not numbers:
        return 0.0
    steps = sum(1 for a, b in pairwise(numbers) if b == a + 1 or b == 1)
    sure = steps + 1 >= 0.7 * len(numbers) and (numbers[0] <= 2 or steps > 2)
    return len(numbered) / len(filled) if sure else 0.0


def reads_as_task(text: str) -> bool:
    """Whether a text begins as work to be done does: "Tổ chức hội nghị", "Rà soát"."""
    return bool(start_of("tasks").match(fold(text)))


def names_one(text: str) -> bool:
    """Whether a text names whom a model may belong to, and neither many nor what they must do."""
    folded = fold(text)
    if _MANY.search(folded) or start_of("tasks").match(folded) or _has_verb(text):
        return False
    return sort_of(text) in _ONES


def _by_signs(flat: str) -> Sort | None:
    folded = fold(flat)
    if _TICK.match(flat):
        return Sort.TICK
    if _YEAR.match(flat):
        return Sort.YEAR
    if _PHONE.match(flat):
        return Sort.PHONE
    if _DATE.match(folded):
        return Sort.DATE
    return Sort.NUMBER if _NUMBER.match(folded) else None


def _by_lists(flat: str) -> Sort | None:
    folded = fold(flat)
    if is_kind_word(flat):
        return Sort.KIND
    if folded in ("nam", "nữ"):
        return Sort.GENDER
    if folded in words_of("peoples"):
        return Sort.PEOPLE
    if folded in words_of("duties"):
        return Sort.DUTY
    if folded.split("/")[0].strip() in words_of("units"):
        return Sort.UNIT
    if start_of("awards").match(folded) or _DECISION.match(folded):
        return Sort.AWARD
    return None


def _by_subject(flat: str) -> Sort | None:
    """A person, a household, a body: told by forms of address, shapes and first words."""
    said = kind_said(flat)
    if said == SubjectKind.HOUSEHOLD:
        return Sort.HOUSEHOLD
    if said == SubjectKind.INDIVIDUAL:
        return Sort.PERSON
    first = next(iter(split_parts(flat)), flat)
    shape = name_shape(first)
    folded = fold(flat)
    if shape < NameShape.LIKELY and start_of("positions").match(folded):
        return Sort.POSITION
    if COMMUNE.match(flat) and find_commune(flat[:1].lower() + flat[1:]):
        return Sort.COMMUNE
    if _begins_place(flat) and _names_places(flat):
        return Sort.HAMLET if len(split_parts(flat)) == 1 else Sort.ADDRESS
    if shape is NameShape.LIKELY:
        return Sort.PERSON
    if said == SubjectKind.COLLECTIVE and len(flat.split()) < _LONG + 8 and not _has_verb(flat):
        return Sort.BODY
    return Sort.NAME if shape else None


def _begins_place(flat: str) -> bool:
    """Whether a hamlet's or street's word is followed by a number or by a name with a capital."""
    match = _HAMLET.match(flat)
    name = match["name"] if match else None
    return match is not None and (not name or name[0].isupper() or name in _QUOTES)


def _names_places(flat: str) -> bool:
    parts = split_parts(flat)
    return not read_address([part[:1].lower() + part[1:] for part in parts]).rest


def _has_verb(flat: str) -> bool:
    """Whether a body's words go on as a sentence: "Phòng Kinh tế phối hợp với ..."."""
    words = fold(flat).split()
    return any(
        start_of("verbs").match(" ".join(words[start : start + 4]))
        for start in range(2, len(words))
    )


def _by_words(flat: str) -> Sort | None:
    folded = fold(flat)
    words = len(flat.split())
    if _TOLD.match(folded):
        return Sort.TOLD
    if start_of("periods").match(folded) and words < _LONG:
        return Sort.PERIOD
    if start_of("figures").match(folded) and not any(char.isdigit() for char in flat):
        return Sort.FIGURE
    if start_of("tasks").match(folded):
        return Sort.TASK
    return Sort.SENTENCE if words > _LONG or any(char.isdigit() for char in flat) else None


_TESTS: tuple[Callable[[str], Sort | None], ...] = (_by_signs, _by_lists, _by_subject, _by_words)
