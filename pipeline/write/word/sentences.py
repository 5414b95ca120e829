"""The figures and facts that the annual report's template prints, by the names it calls them.

A value is text, a whole number (printed ``1.234``), a list or a dict of these. None is a
fact that nobody has given: it is printed as a visible blank, never left out in silence.
The names are Vietnamese without marks, since officers meet them in their template.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from pipeline.classify.fields import OTHER
from pipeline.frame import Record
from pipeline.language.keys import fold, sort_key, words_key
from pipeline.model import KIND_NAMES, Plan, SubjectKind, Year
from pipeline.register.identity.compare import Status
from pipeline.settings import Settings
from pipeline.write.office import Values, counted_plans, office_values, upper_first
from pipeline.write.sheets.checks import count_checks
from pipeline.write.sheets.counts import (
    NOT_KNOWN,
    SHARE,
    TOTAL,
    CountLine,
    count_sheet,
    key_rows,
    tally,
)
from pipeline.write.sheets.doubts import Doubts, mark_text
from pipeline.write.sheets.names import Names
from pipeline.write.sheets.places import place_groups, place_words
from pipeline.write.sheets.sheet import Format, Sheet
from pipeline.write.sheets.year import find_changes
from pipeline.write.words import show_change, show_date, show_percent

# Nghị định 30/2020/NĐ-CP, Phụ lục III: the kinds of paper that name models.
_PAPERS = {
    "KH": "Kế hoạch",
    "QĐ": "Quyết định",
    "TTr": "Tờ trình",
    "BC": "Báo cáo",
    "HD": "Hướng dẫn",
    "TB": "Thông báo",
    "CV": "Công văn",
}


def report_values(
    year: Year, settings: Settings, names: Names, ended: Collection[str] = ()
) -> Values:
    """Return all that the template of the report may print, but for the appendices.

    Args:
        year: the plans of the year.
        settings: letterhead, place, legal basis.
        names: what fields and communes are called.
        ended: keys of models that their unit no longer keeps: they are no examples.
    """
    return {
        "nam": str(year.year),
        "nam_truoc": str(year.before),
        "nam_sau": str(year.year + 1),
        **office_values(year, settings),
        **plan_values(year),
        **_total_values(year),
        "bien_dong": _count_changes(year, names) if year.last is not None else None,
        **_field_values(year, names, ended),
        **_place_values(year, names),
    }


# --- the plans -----------------------------------------------------------------------


def plan_values(year: Year) -> Values:
    """Return the papers that the year is made of, and who issued them."""
    plans = sorted(counted_plans(year), key=_plan_order)
    issuers = {fold(name): name for plan in plans if (name := plan.facts.issuer.value)}
    return {
        "ke_hoach": [_describe_plan(plan) for plan in plans],
        "co_quan_ke_hoach": sorted(issuers.values(), key=sort_key),
    }


def _plan_order(plan: Plan) -> tuple[str, str, str]:
    return plan.facts.issued_on.value, plan.facts.number.value, plan.receipt.source_file


def _describe_plan(plan: Plan) -> Values:
    facts = plan.facts
    kind, title = _split_title(facts.title.value)
    symbol = re.search(r"/([A-ZĐ][A-Za-zĐđ]*)-", facts.number.value)
    return {
        "loai": _PAPERS.get(symbol.group(1) if symbol else "") or kind or "Văn bản",
        "so": facts.number.value or None,
        "ngay": show_date(facts.issued_on.value) if facts.issued_on.value else None,
        "co_quan": facts.issuer.value or None,
        "ten": title or None,
        "so_mo_hinh": len(plan.frame),
    }


def _split_title(title: str) -> tuple[str, str]:
    """``KẾ HOẠCH Triển khai …`` is the paper's kind, and what it is about within a sentence."""
    for kind in _PAPERS.values():
        if title[: len(kind)].upper() == kind.upper():
            about = title[len(kind) :].strip()
            return kind, _within(about.removeprefix("Về ").removeprefix("về "))
    return "", _within(title)


# --- how many ------------------------------------------------------------------------


def _total_values(year: Year) -> Values:
    total = _total(year)
    kinds = tally(year, lambda row: str(row["subject_kind"]), KIND_NAMES)
    checks = [count_checks(plan) for plan in year.plans]
    return {
        **_count(total, total),
        "so_sanh": _compare(total) if year.last is not None else None,
        "doi_tuong": [_count(line, total) for line in kinds],
        "muc_can_xem": sum(checks),
        "van_ban_can_xem": sum(map(bool, checks)),
    }


def _count_changes(year: Year, names: Names) -> Values:
    """How many models are new, kept and no longer listed, as Biểu 05 lists them."""
    counts = Counter(change.status for change in find_changes(year, names))
    return {
        "moi": counts[Status.NEW],
        "duy_tri": counts[Status.KEPT],
        "thoi": counts[Status.DROPPED],
    }


def _total(year: Year) -> CountLine:
    return tally(year, lambda row: "", {"": TOTAL})[0]


def _count(line: CountLine, total: CountLine) -> Values:
    known = [line.kinds[kind] for kind in KIND_NAMES]
    return {
        "ten": line.label,
        "trong_cau": _within(line.label),
        "tong": line.count,
        "tap_the": line.kinds[SubjectKind.COLLECTIVE],
        "ca_nhan": line.kinds[SubjectKind.INDIVIDUAL],
        "ho_gia_dinh": line.kinds[SubjectKind.HOUSEHOLD],
        "chua_ro": line.count - sum(known),
        "ty_le": show_percent(line.count, total.count),
        "nam_truoc_co": line.last,
        "tang_giam": show_change(line.count - line.last),
    }


def _compare(total: CountLine) -> Values:
    """The year against the year before, both known."""
    change = total.count - total.last
    trend = "tăng" if change > 0 else "giảm" if change < 0 else "bằng"
    return {"xu_huong": trend, "chenh_lech": abs(change)}


def _field_values(year: Year, names: Names, ended: Collection[str]) -> Values:
    total = _total(year)
    lines = tally(year, lambda row: str(row["field"]), names.fields)
    catchalls = (names.fields.get(OTHER), NOT_KNOWN)
    named = [line for line in lines if line.label not in catchalls]
    first, second = _leaders(named)
    doubts = Doubts(year)
    models: dict[str, list[Values]] = {}
    for row in key_rows(year.frame):
        label = names.fields.get(row["field"]) or row["field"] or NOT_KNOWN
        if row["key"] not in ended:
            models.setdefault(label, []).append(describe_model(row, doubts.find_columns(row)))
    return {
        "linh_vuc": [
            _count(line, total) | {"mo_hinh": models.get(line.label, [])}
            for line in lines
            if line.count or line.last
        ],
        "linh_vuc_nhieu_nhat": [_count(line, total) for line in first],
        "linh_vuc_tiep_theo": [_count(line, total) for line in second],
        "linh_vuc_chua_co": [_within(line.label) for line in named if not line.count],
        "so_vi_du": max(1, min(_MOST_EXAMPLES, _ALL_EXAMPLES // max(1, len(models)))),
    }


_MOST_EXAMPLES, _ALL_EXAMPLES = 3, 36  # models of one field, and of all, within the text


def _leaders(lines: Sequence[CountLine]) -> tuple[list[CountLine], list[CountLine]]:
    """The lines with the highest count and those with the next; lines of nothing never lead."""
    counts = sorted({line.count for line in lines if line.count}, reverse=True)
    ranks = [[line for line in lines if line.count == count] for count in counts[:2]]
    first, second = (*ranks, [], [])[:2]
    return first, second


def describe_model(row: Record, doubted: frozenset[str] = frozenset()) -> Values:
    """What the paper itself says of one model; a place that its subject names is not repeated."""
    where = [row["subject"]]
    for place in (row["locality"], row["commune"]):
        if place and words_key(place) not in words_key(", ".join(where)):
            where.append(place)
    titled = "model" if row["model"] else "content"
    whose = upper_first(", ".join(filter(None, where)))
    return {
        "ten": mark_text(
            upper_first(row[titled]), doubtful=not doubted.isdisjoint(("model", titled))
        ),
        "chu_the": mark_text(whose, doubtful=not doubted.isdisjoint(_WHOSE)),
    }


_WHOSE = ("subject", "locality", "commune")


def _place_values(year: Year, names: Names) -> Values:
    total = _total(year)
    inside, rest = _split_places(year, names)
    have = [line for line in inside if line.count]
    every = len(names.communes) if len(inside) == len(names.communes) else None
    return {
        "loai_dia_ban": place_words(year.seat).inside,
        "xa_phuong": [_count(line, total) for line in [*have, *rest] if line.count],
        "so_xa": len(have),
        "tong_so_xa": every,
        "xa_nhieu_nhat": [_count(line, total) for line in _leaders(inside)[0]],
    }


def _split_places(year: Year, names: Names) -> tuple[list[CountLine], list[CountLine]]:
    """The lines of the places of the office's level, and one line of each kind beside them."""
    inside: list[CountLine] = []
    rest: list[CountLine] = []
    for group in place_groups(year, names):
        main = group.label == place_words(year.seat).units
        inside += group.lines if main else ()
        rest += () if main else (group.whole,)
    return inside, rest


def place_table(year: Year, names: Names) -> Sheet:
    """Return the short table of places that stands within the text."""
    inside, rest = _split_places(year, names)
    lines = [line for line in (*inside, *rest) if line.count]
    return _within_text(count_sheet("", "", "Địa bàn", lines, None))


def field_table(year: Year, names: Names) -> Sheet:
    """Return the short table of fields that stands within the text."""
    lines = tally(year, lambda row: str(row["field"]), names.fields)
    return _within_text(
        count_sheet("", "", "Lĩnh vực", [line for line in lines if line.count], None)
    )


def _within_text(sheet: Sheet) -> Sheet:
    """A table within the text says its shares with the sign: its heading needs none."""
    return replace(
        sheet,
        frame=sheet.frame.rename(columns={SHARE: "Tỷ lệ"}),
        formats={**sheet.formats, "Tỷ lệ": Format.PERCENT},
    )


# --- within a sentence ---------------------------------------------------------------


def _within(text: str) -> str:
    """A name within a sentence: its first letter small, unless the word is an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
