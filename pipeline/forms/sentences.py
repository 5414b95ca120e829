"""What the annual report's template says of the forms that came back, and of units without a model.

Names and kinds of values are as in ``sentences.py``.
"""

from __future__ import annotations

from collections import Counter

from pipeline.follow_up import STATES, Assessment, FollowUp
from pipeline.forms.results import BANDS, NO_STATE, add_figures, find_quotas, score_rows
from pipeline.language.keys import squeeze
from pipeline.model import Year
from pipeline.settings import Settings
from pipeline.write.office import Values
from pipeline.write.sheets.counts import key_rows
from pipeline.write.sheets.names import Names
from pipeline.write.sheets.units import find_units
from pipeline.write.word.sentences import describe_model
from pipeline.write.words import show_count

_STAGE_NAMES = {
    "detect": "phat_hien",
    "foster": "boi_duong",
    "review": "tong_ket",
    "spread": "nhan_dien_hinh",
}
_FIGURE_NAMES = {
    "learners": "don_vi_hoc_tap",
    "sessions": "buoi_tuyen_truyen",
    "people": "nguoi_tham_gia",
    "money": "kinh_phi",
}


def result_values(year: Year, names: Names, follow_up: FollowUp, settings: Settings) -> Values:
    """Return what the report says of results, of communes without a model and of the quota."""
    quotas = find_quotas(year, names, settings)
    asked = [quota for quota in quotas if quota.due is not None]
    short = [{"ten": quota.unit, "thieu": quota.lack} for quota in asked if quota.lack]
    quota = {"dat": len(asked) - len(short), "tong": len(asked), "chua_dat": short}
    return {
        "ket_qua": _describe_results(year, follow_up) if follow_up.assessments else None,
        "chua_co_mo_hinh": [quota.unit for quota in quotas if not quota.count],
        "chi_tieu": quota if asked else None,
        **_describe_states(year, follow_up),
    }


def _describe_states(year: Year, follow_up: FollowUp) -> Values:
    """The models that their units no longer keep, and what they say of those in difficulty."""
    rows = [(row, follow_up.assessments.get(row["key"])) for row in key_rows(year.frame)]
    ended = [row for row, told in rows if told is not None and told.state == "ended"]
    hard = [
        f"{row['subject']}: {squeeze(told.remark)}"
        for row, told in rows
        if told is not None and told.state in ("struggling", "ended") and told.remark
    ]
    return {
        "khong_duy_tri": [describe_model(row) | {"ma": row["key"]} for row in ended],
        "dang_nhan_rong": len(rows) - len(ended),
        "kho_khan": hard[:_MOST_REASONS],
    }


_MOST_REASONS = 8


def _describe_results(year: Year, follow_up: FollowUp) -> Values:
    rows = key_rows(year.frame)
    told = [
        follow_up.assessments[row["key"]] for row in rows if row["key"] in follow_up.assessments
    ]
    units = find_units(year)
    stages, states = Counter(row.stage for row in told), Counter(row.state for row in told)
    staged = len(told) > stages[""]
    scores = score_rows(rows, follow_up)
    bands = zip(BANDS, scores.bands, strict=True)
    return {
        "so_phieu": sum(unit.key in follow_up.forms for unit in units),
        "so_don_vi": len(units),
        "so_mo_hinh": len(told),
        "so_ghi_khau": len(told) - stages[""],
        **{name: stages[code] if staged else None for code, name in _STAGE_NAMES.items()},
        "tinh_trang": [
            {"ten": label.lower(), "so": states[code]}
            for code, label in {**STATES, "": NO_STATE}.items()
            if states[code] and len(told) > states[""]
        ],
        **{name: add_figures(told, code) for code, name in _FIGURE_NAMES.items()},
        "kinh_phi_trieu": _show_millions(add_figures(told, "money")),
        "so_cham": len(scores.totals),
        "diem_binh_quan": scores.mean,
        "muc_diem": [{"ten": label.lower(), "so": count} for (label, _), count in bands if count],
        "so_sanh": _compare(told, follow_up),
    }


def _show_millions(thousands: int | None) -> str | None:
    """Return thousands of đồng as millions: 12500 as ``12,5``."""
    if thousands is None:
        return None
    whole, rest = divmod(thousands, 1000)
    digits = f"{rest:03}".rstrip("0")
    return f"{show_count(whole)},{digits}" if digits else show_count(whole)


def _compare(told: list[Assessment], follow_up: FollowUp) -> Values | None:
    """Models scored in both years: how many rose and fell."""
    pairs = [
        (follow_up.last[row.key].total, row.total) for row in told if row.key in follow_up.last
    ]
    scored = [(last, now) for last, now in pairs if last is not None and now is not None]
    if not scored:
        return None
    return {
        "so_mo_hinh": len(scored),
        "tang": sum(now > last for last, now in scored),
        "giam": sum(now < last for last, now in scored),
        "bang": sum(now == last for last, now in scored),
    }
