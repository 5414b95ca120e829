"""Biểu 07 on: units without a model, and what the forms say: stages, states, scores, effect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.follow_up import FIGURES, STAGES, STATES, Assessment, FollowUp
from pipeline.frame import Record
from pipeline.language.keys import sort_key, words_key
from pipeline.model import Year
from pipeline.settings import Settings
from pipeline.write.sheets.counts import NOT_KNOWN, ORDINAL, TOTAL, key_rows
from pipeline.write.sheets.doubts import Doubts
from pipeline.write.sheets.names import Names
from pipeline.write.sheets.places import UnitKind
from pipeline.write.sheets.sheet import Format, Sheet
from pipeline.write.sheets.units import Unit, find_units
from pipeline.write.words import NONE, show_count, show_score

_UNIT = "Đơn vị"
_MODELS = "Số mô hình"
_UNTOLD = "Chưa có kết quả"
NO_STATE = "Chưa ghi tình trạng"
"""Of models of which a form says something, but not their state."""

BANDS: Sequence[tuple[str, float]] = (
    ("Từ 90", 90),
    ("80 đến dưới 90", 80),
    ("65 đến dưới 80", 65),
    ("50 đến dưới 65", 50),
    ("Dưới 50", 0),
)
"""Bands of the total score, of 100, with the lowest score of each."""


def result_sheets(
    year: Year, names: Names, follow_up: FollowUp, settings: Settings
) -> tuple[Sheet, ...]:
    """Return Biểu 07, and 08 to 11 where forms are used; tables without a row are left out."""
    sheets = [list_lacking(year, names, settings)]
    if follow_up.is_on:
        sheets += [
            count_by_unit(year, follow_up),
            count_stages(year, follow_up),
            count_scores(year, names, follow_up),
            list_effects(year, follow_up),
        ]
    return tuple(sheet for sheet in sheets if sheet is not None)


# --- units without a model -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quota:
    """How many models a unit has, and how many it should have."""

    unit: str
    count: int
    due: int | None  # None: no quota is set

    @property
    def lack(self) -> int:
        """How many are missing."""
        return max(0, (1 if self.due is None else self.due) - self.count)


def find_quotas(year: Year, names: Names, settings: Settings) -> tuple[Quota, ...]:
    """Return every commune of the area, and each unit that settings give a quota."""
    units = {unit.key: unit for unit in find_units(year)}
    named = {words_key(name): quota for name, quota in settings.follow_up.quotas.items()}
    spelling = {words_key(name): name for name in names.communes}
    spelling |= {key: unit.name for key, unit in units.items() if unit.kind is UnitKind.COMMUNE}
    spelling = {words_key(name): name for name in settings.follow_up.quotas} | spelling
    found = []
    for key, name in sorted(spelling.items(), key=lambda item: sort_key(item[1])):
        is_commune = key not in units or units[key].kind is UnitKind.COMMUNE
        due = named.get(key, settings.follow_up.quota if is_commune else None)
        found.append(Quota(name, _count(units.get(key)), due))
    return tuple(found)


def _count(unit: Unit | None) -> int:
    return len(unit.rows) if unit else 0


def list_lacking(year: Year, names: Names, settings: Settings) -> Sheet | None:
    """Biểu 07: units without a model or short of their quota; None where communes are not known."""
    quotas = find_quotas(year, names, settings)
    if not names.communes and not settings.follow_up.quotas:
        return None
    with_due = any(quota.due is not None for quota in quotas)
    lacking = [quota for quota in quotas if quota.lack]
    columns = [ORDINAL, _UNIT, *(["Chỉ tiêu"] if with_due else []), _MODELS]
    columns += ["Còn thiếu"] if with_due else []
    records: list[tuple[object, ...]] = []
    for number, quota in enumerate(lacking, 1):
        dues = (quota.due,) if with_due else ()
        lacks = (quota.lack,) if with_due else ()
        records.append((str(number), quota.unit, *dues, quota.count, *lacks))
    without = sum(quota.count == 0 for quota in quotas)
    notes = [f"{len(quotas) - without}/{len(quotas)} đơn vị có mô hình; {without} đơn vị chưa có."]
    if with_due:
        asked = [quota for quota in quotas if quota.due is not None]
        met = sum(not quota.lack for quota in asked)
        notes.append(f"{met}/{len(asked)} đơn vị đạt chỉ tiêu được giao.")
    end = " hoặc chưa đạt chỉ tiêu" if with_due else ""
    return Sheet(
        "Biểu 07 - Đơn vị chưa có",
        f"Biểu 07. Đơn vị chưa có mô hình, điển hình tiên tiến{end}, năm {year.year}",
        pd.DataFrame(records, columns=columns, dtype=object),
        widths=[1.1, 9.0, *([2.4] * (len(columns) - 2))],
        notes=tuple(notes),
        formats={ORDINAL: Format.CENTRE, **dict.fromkeys(columns[2:], Format.COUNT)},
    )


# --- stages and states ---------------------------------------------------------------


def count_by_unit(year: Year, follow_up: FollowUp) -> Sheet:
    """Biểu 08: states and figures of each unit."""
    units = find_units(year)
    counted = [_MODELS, *STATES.values(), NO_STATE, _UNTOLD, *FIGURES.values()]
    records: list[list[object]] = []
    for number, unit in enumerate(units, 1):
        told = [follow_up.assessments.get(row["key"]) for row in unit.rows]
        records.append([str(number), unit.name, *_count_told(told)])
    whole = [follow_up.assessments.get(row["key"]) for unit in units for row in unit.rows]
    records.append(["", TOTAL, *_count_told(whole)])
    return Sheet(
        "Biểu 08 - Kết quả theo đơn vị",
        f"Biểu 08. Kết quả thực hiện mô hình, điển hình tiên tiến theo đơn vị, năm {year.year}",
        pd.DataFrame(records, columns=[ORDINAL, _UNIT, *counted], dtype=object),
        widths=[1.1, 6.0, *([1.9] * len(counted))],
        total=True,
        sums=counted,
        notes=("Tổng hợp từ phiếu theo dõi, đánh giá của các đơn vị.",),
        formats={ORDINAL: Format.CENTRE, **dict.fromkeys(counted, Format.COUNT)},
        landscape=True,
    )


def _count_told(told: Sequence[Assessment | None]) -> list[int | None]:
    """How many models, of which state; the figures are blank where no form tells them."""
    known = [row for row in told if row is not None]
    states = Counter(row.state for row in known)
    counts = [states[code] for code in (*STATES, "")]
    figures = [add_figures(known, code) for code in FIGURES]
    return [len(told), *counts, len(told) - len(known), *figures]


def add_figures(told: Sequence[Assessment], code: str) -> int | None:
    """Return the sum of a figure, None where no form tells it."""
    numbers = [row.figures[code] for row in told if code in row.figures]
    return sum(numbers) if numbers else None


def count_stages(year: Year, follow_up: FollowUp) -> Sheet:
    """Biểu 09: the four stages down, the states across."""
    label = "Khâu"
    told = [follow_up.assessments.get(row["key"]) for row in key_rows(year.frame)]
    cells = Counter((row.stage, row.state) if row else ("", _UNTOLD) for row in told)
    states = (*STATES, "", _UNTOLD)
    counted = [_MODELS, *STATES.values(), NO_STATE, _UNTOLD]
    records: list[list[object]] = []
    for number, (code, name) in enumerate([*STAGES.items(), ("", "Chưa ghi khâu")], 1):
        counts = [cells[code, state] for state in states]
        records.append([str(number), name, sum(counts), *counts])
    totals = [sum(cells.values())]
    totals += [sum(cells[stage, state] for stage in (*STAGES, "")) for state in states]
    records.append(["", TOTAL, *totals])
    return Sheet(
        "Biểu 09 - Khâu, tình trạng",
        f"Biểu 09. Mô hình, điển hình tiên tiến theo khâu và tình trạng, năm {year.year}",
        pd.DataFrame(records, columns=[ORDINAL, label, *counted], dtype=object),
        widths=[1.1, 7.0, *([2.6] * len(counted))],
        total=True,
        sums=counted,
        formats={ORDINAL: Format.CENTRE, **dict.fromkeys(counted, Format.COUNT)},
        landscape=True,
    )


# --- scores --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scores:
    """The totals of some models."""

    totals: tuple[float, ...]

    @property
    def mean(self) -> str:
        """Their mean as it is printed; a dash where there are none."""
        if not self.totals:
            return NONE
        return show_score(sum(self.totals) / len(self.totals))

    @property
    def bands(self) -> list[int]:
        """How many lie in each of BANDS."""
        counts = Counter(_find_band(total) for total in self.totals)
        return [counts[index] for index in range(len(BANDS))]


def _find_band(total: float) -> int:
    return next(index for index, (_, least) in enumerate(BANDS) if total >= least)


def score_rows(rows: Sequence[Record], follow_up: FollowUp) -> Scores:
    """Return the totals that the forms give to these entries."""
    told = (follow_up.assessments.get(row["key"]) for row in rows)
    return Scores(tuple(row.total for row in told if row is not None and row.total is not None))


def count_scores(year: Year, names: Names, follow_up: FollowUp) -> Sheet | None:
    """Biểu 10: mean and bands of the total score by field; None where nothing is scored."""
    rows = key_rows(year.frame)
    scored = "Số mô hình được chấm"
    mean = "Điểm bình quân"
    bands = [label for label, _ in BANDS]
    codes = [*names.fields, *sorted({row["field"] for row in rows} - names.fields.keys())]
    records: list[list[object]] = []
    for code in codes:
        scores = score_rows([row for row in rows if row["field"] == code], follow_up)
        if scores.totals:
            label = names.fields.get(code) or code or NOT_KNOWN
            number = str(len(records) + 1)
            records.append([number, label, len(scores.totals), scores.mean, *scores.bands])
    if not records:
        return None
    whole = score_rows(rows, follow_up)
    records.append(["", TOTAL, len(whole.totals), whole.mean, *whole.bands])
    counted = [scored, *bands]
    return Sheet(
        "Biểu 10 - Điểm đánh giá",
        f"Biểu 10. Điểm đánh giá mô hình, điển hình tiên tiến theo lĩnh vực, năm {year.year}",
        pd.DataFrame(records, columns=[ORDINAL, "Lĩnh vực", scored, mean, *bands], dtype=object),
        widths=[1.1, 8.0, *([2.4] * (len(bands) + 2))],
        total=True,
        sums=counted,
        notes=("Điểm tối đa là 100; chỉ tính mô hình đã được cho điểm đủ các tiêu chí.",),
        formats={
            **dict.fromkeys((ORDINAL, mean), Format.CENTRE),
            **dict.fromkeys(counted, Format.COUNT),
        },
        landscape=True,
    )


# --- effect --------------------------------------------------------------------------


def list_effects(year: Year, follow_up: FollowUp) -> Sheet | None:
    """Biểu 11: each model that has results of both years; None where there is none."""
    before, now = f"năm {year.before}", f"năm {year.year}"
    compared = ["Tình trạng", "Điểm", "Đơn vị đến học tập", "Người tham gia"]
    columns = [ORDINAL, "Tên mô hình, điển hình", _UNIT]
    columns += [f"{label} {when}" for label in compared for when in (before, now)]
    records: list[list[object]] = []
    marked: list[tuple[int, str]] = []
    doubts = Doubts(year)
    for row in key_rows(year.frame):
        last, told = follow_up.last.get(row["key"]), follow_up.assessments.get(row["key"])
        if last is not None and told is not None:
            pairs = zip(_describe_effect(last), _describe_effect(told), strict=True)
            values = [value for pair in pairs for value in pair]
            name = row["model"] or row["content"]
            doubted = doubts.find_columns(row)
            pairs_of = ((columns[1], "model"), (_UNIT, "subject"))
            marked += [(len(records), label) for label, column in pairs_of if column in doubted]
            records.append([str(len(records) + 1), name, row["subject"], *values])
    if not records:
        return None
    return Sheet(
        "Biểu 11 - Hiệu quả so năm trước",
        f"Biểu 11. Hiệu quả mô hình, điển hình tiên tiến năm {year.year} so với {before}",
        pd.DataFrame(records, columns=columns, dtype=object),
        widths=[1.1, 5.5, 5.0, 2.2, 2.2, *([1.7] * 6)],
        formats=dict.fromkeys((ORDINAL, *columns[3:]), Format.CENTRE),
        landscape=True,
        doubts=marked,
    )


def _describe_effect(told: Assessment) -> list[str]:
    score = "" if told.total is None else show_score(told.total)
    figures = (told.figures.get(code) for code in ("learners", "people"))
    shown = ("" if figure is None else show_count(figure) for figure in figures)
    return [STATES.get(told.state, ""), score, *shown]
