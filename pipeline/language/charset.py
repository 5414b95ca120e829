"""Text as it should be read: legacy charsets decoded, Unicode in one form.

A reader first gives its runs with their fonts to ``decode_runs``, joins them, and then
passes the text through ``clean``. Text that is right is never touched: no spelling, no
placing of a tone is changed, and a font called .VnTime over Unicode text changes nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby, pairwise

from pipeline.language.evidence import (
    HARD,
    CharsetChoice,
    Evidence,
    choose_charset,
    count_against,
    count_for,
    find_chunks,
    is_unlikely,
    list_charsets,
    prefers_legacy,
    weigh_text,
)
from pipeline.language.legacy import (
    LEGACY,
    TCVN3,
    UNICODE,
    VNI,
    covers,
    decode,
    hint_charset,
    is_capital_font,
    is_vni_pair,
    unwrap_symbols,
)
from pipeline.language.syllables import is_syllable
from pipeline.language.unicode_form import clean

__all__ = [
    "Decoded",
    "Run",
    "Survey",
    "clean",
    "decode_runs",
    "decode_text",
    "examine_runs",
    "survey_runs",
]

Run = tuple[str, str]
"""A piece of text and the name of its font, "" where the format has none."""

_COMMON = re.compile(
    "[^\x00-\x7fÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ\u00a0\u2010-\u2022\u2026\u0300-\u036f]"
)
_UNICODE_ONLY = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
_SYMBOL_FONT = re.compile("symbol|dings|marlett", re.IGNORECASE)
_PRIVATE = re.compile("[\uf020-\uf0ff]")
_LOST_U = re.compile("(?<![ưƯ])[ơờởỡớợ](?:ng|c|u)(?![^\\W\\d_])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decoded:
    """One run as it should be read."""

    text: str
    charset: str = UNICODE  # what it stood in: a name of legacy.py
    sure: bool = True  # False: the letters allow another reading, or none


@dataclass(frozen=True, slots=True)
class Survey:
    """What the letters of a whole document say, font by font; helps its short runs."""

    whole: Evidence = field(default_factory=Counter)
    by_font: Mapping[str, Evidence] = field(default_factory=dict)


def survey_runs(runs: Iterable[Run]) -> Survey:
    """Weigh all runs of a document, a workbook or a page, for ``decode_runs``."""
    whole: Evidence = Counter()
    by_font: dict[str, Evidence] = {}
    for text, font in runs:
        if not text.isascii():
            evidence = weigh_text(_bare(text, font))
            whole.update(evidence)
            by_font.setdefault(_family(font), Counter()).update(evidence)
    return Survey(whole, by_font)


def decode_runs(runs: Sequence[Run], survey: Survey | None = None) -> list[str]:
    """Return the texts of the runs of one paragraph, cell or page, legacy charsets decoded."""
    return [decoded.text for decoded in examine_runs(runs, survey)]


def decode_text(text: str, font: str = "", survey: Survey | None = None) -> str:
    """Return one text, such as a spreadsheet's cell, decoded where its letters say so."""
    return examine_runs([(text, font)], survey)[0].text


def examine_runs(runs: Sequence[Run], survey: Survey | None = None) -> list[Decoded]:
    """Decode runs that follow one another, and say what each stood in.

    Runs of one font (the fonts of one legacy charset count as one) are judged together,
    by their letters; where those fit several charsets, the rest of the document in that
    font decides, then the neighbours. Texts go in raw: ``clean`` comes after.
    """
    if _is_plain(runs, survey):
        return [Decoded(text) for text, _ in runs]
    parts = [list(group) for _, group in groupby(runs, key=lambda run: _family(run[1]))]
    bare = ["".join(_bare(*run) for run in part) for part in parts]
    around: Evidence = sum((weigh_text(text) for text in bare), Counter())
    found: list[Decoded] = []
    for part, text in zip(parts, bare, strict=True):
        choice = _settle(text, part[0][1], around, survey or Survey())
        found.extend(_decode_part(part, text, choice))
    return found


def _is_plain(runs: Sequence[Run], survey: Survey | None) -> bool:
    text = "".join(text for text, _ in runs)
    if text.isascii():
        return survey is None or not any(is_capital_font(font) for _, font in runs)
    if _COMMON.search(text) or not _UNICODE_ONLY.search(text):
        return False
    return not any(hint_charset(font) for _, font in runs)


def _family(font: str) -> str:
    hint = hint_charset(font)
    return hint if hint in LEGACY else font


def _bare(text: str, font: str) -> str:
    if _PRIVATE.search(text) and not _SYMBOL_FONT.search(font):
        return unwrap_symbols(text)
    return text


def _settle(text: str, font: str, around: Evidence, survey: Survey) -> CharsetChoice:
    """Choose the charset of runs of one font: by their letters, else by their context."""
    own, hint = weigh_text(text), hint_charset(font)
    choice = choose_charset(own, hint)
    if not choice or not choice.sure or _is_short(own, choice):
        wider = [survey.by_font.get(_family(font), Counter())]
        if not font or hint or choice:
            wider += [around, survey.whole]
        rests = [evidence - own for evidence in wider]
        rest = next((rest for rest in rests if choose_charset(rest, hint)), Counter())
        context = choose_charset(rest, hint)
        if choice is None and context and context.charset == UNICODE:
            choice = CharsetChoice(UNICODE, not _may_differ(text, own, rest))
        elif context:
            choice = _weigh_context(own, choice, context.charset, hint)
        choice = choice or _weigh_words(text, own, font)
    unknown = own[frozenset()]
    odd = unknown > (0 if hint == "vps" else 2 * HARD) and unknown * 2 >= own.total()
    return CharsetChoice(choice.charset, choice.sure and not odd)


def _is_short(own: Evidence, choice: CharsetChoice) -> bool:
    return choice.charset != UNICODE and own.total() < 10 * HARD


def _may_differ(text: str, own: Evidence, rest: Evidence) -> bool:
    """Tell whether a charset that stands beside Unicode in the context reads ``text`` otherwise."""
    beside = (charset for charset in LEGACY if count_for(rest, charset) > 2 * HARD)
    return any(decode(text, name) != text and not count_against(own, name) for name in beside)


def _weigh_context(
    own: Evidence, choice: CharsetChoice | None, context: str, hint: str
) -> CharsetChoice:
    """Return what is made of letters that are in doubt, once the context is known."""
    if choice is None:
        against = count_against(own, context)
        return CharsetChoice(UNICODE, against >= HARD) if against else CharsetChoice(context, True)
    if choice.charset == context:
        return CharsetChoice(context, True)
    if context == UNICODE:
        foreign = own.total() <= 2 * HARD and choice.charset != hint
        return CharsetChoice(UNICODE if foreign else choice.charset, choice.sure and not foreign)
    again = choose_charset(own, context) or choice
    return CharsetChoice(again.charset, again.charset == context)


def _weigh_words(text: str, own: Evidence, font: str) -> CharsetChoice:
    """Return what is made of letters that fit several charsets, when nothing else is known."""
    hint = hint_charset(font)
    if hint not in LEGACY:
        doubt = not font and any(prefers_legacy(text, charset) for charset in LEGACY)
        return CharsetChoice(UNICODE, not doubt)
    if count_against(own, hint):
        return CharsetChoice(UNICODE, True)
    if prefers_legacy(text, hint):
        return CharsetChoice(hint, False)
    return CharsetChoice(UNICODE, decode(text, hint) == text)


def _decode_part(part: Sequence[Run], bare: str, choice: CharsetChoice) -> list[Decoded]:
    """Decode runs of one charset; a letter that two runs share goes to the first."""
    if choice.charset == UNICODE:
        legacy = hint_charset(part[0][1]) in LEGACY
        return [Decoded(_bare(*run) if legacy else run[0], UNICODE, choice.sure) for run in part]
    if choice.charset == TCVN3:
        bare = _mend_hyphens(bare)
    starts = [0, *accumulate(len(text) for text, _ in part)]
    if choice.charset == VNI:
        starts = [at + is_vni_pair(bare[at - 1 : at + 1]) if at else 0 for at in starts]
    kept = {at for span in _find_kept(bare, choice.charset) for at in span}
    texts = [""] * len(part)
    inside = False
    for start, end in pairwise(sorted({*starts, *kept})):
        inside ^= start in kept
        piece = bare[start:end]
        place = bisect_right(starts, start) - 1
        texts[place] += piece if inside else decode(piece, choice.charset)
    lost = choice.charset == TCVN3 and _LOST_U.search("".join(texts)) is not None
    return [
        Decoded(
            text.upper() if choice.charset == TCVN3 and is_capital_font(font) else text,
            choice.charset,
            choice.sure and not lost,
        )
        for text, (_, font) in zip(texts, part, strict=True)
    ]


def _find_kept(bare: str, charset: str) -> list[tuple[int, int]]:
    """Return the spans of words that stand there in Unicode already.

    A word with letters that ``charset`` lacks is one. Where there are such, so is a word
    that ``charset`` makes no syllable of, or hardly ever the one that it would be.
    """
    words = {chunk.span(): chunk[0] for chunk in find_chunks(bare)}
    if all(covers(word, charset) for word in words.values()):
        return []
    return [span for span, word in words.items() if _is_plain_word(word, charset)]


def _is_plain_word(word: str, charset: str) -> bool:
    known = list_charsets(word) or ()
    return UNICODE in known and (charset not in known or is_unlikely(word, charset))


def _mend_hyphens(bare: str) -> str:
    """Give back ư where a reader printed its code, the soft hyphen, as a hyphen: tr-êng."""

    def mend(match: re.Match[str]) -> str:
        soft = match[0].replace("-", "\xad")
        parts = (decode(part, TCVN3).lower() for part in match[0].split("-"))
        whole = is_syllable(decode(soft, TCVN3).lower())
        return soft if whole and not all(map(is_syllable, parts)) else match[0]

    return re.sub(r"[^\s-]*-[^\s-]+", mend, bare)
