"""What the booklet for the media says of each model: who, where, what, its effect, its source.

Every text comes from the plans and from the forms that came back; ``word/booklet.py`` and
``web/booklet.py`` only draw it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from rapidfuzz import process

from pipeline.follow_up import FIGURES, STAGES, STATES, Assessment, Assessments
from pipeline.frame import Record
from pipeline.language.keys import sort_key, squeeze, words_key
from pipeline.model import KIND_NAMES, Year
from pipeline.problems import BadSettings
from pipeline.settings import Settings
from pipeline.write.excel.text_fit import text_height
from pipeline.write.office import Values, office_values
from pipeline.write.sheets.counts import NOT_KNOWN, key_rows
from pipeline.write.sheets.doubts import Doubts, mark_text, unmark_text
from pipeline.write.sheets.names import Names
from pipeline.write.sheets.sources import Sources
from pipeline.write.words import show_count, show_score

_ENDED = "ended"
# The page of one model in the Word booklet: centimetres of its text, points of its height.
# Measured on the pages that LibreOffice makes of texts of all lengths.
_TEXT_WIDTH, _LABEL_WIDTH = 16.5, 5.0
_PAGE_HEIGHT = 25.7 * 72 / 2.54
_SIZE, _SMALL_SIZE = 14.0, 13.0
_NEAR, _OVER = 0.1, 0.03  # of a page
_SPACED = 1.1
_HEADINGS, _FIELD_HEADING = 60, 30


def booklet_values(
    year: Year,
    settings: Settings,
    names: Names,
    assessments: Assessments,
    fields: Collection[str] = (),
) -> Values:
    """Return all that the booklet prints, grouped by field, each model with its page.

    Models that their unit no longer keeps are left out. What is in doubt is marked
    (``doubts.mark_text``), and the models that have such a text are listed.

    Args:
        year: the plans of the year.
        settings: letterhead and place.
        names: what fields are called.
        assessments: what the forms say, by key of the entry.
        fields: codes of the fields to print; all where empty.
    """
    rows = [row for row in key_rows(year.frame) if not fields or row["field"] in fields]
    kept = [row for row in rows if _state(row, assessments) != _ENDED]
    doubts, sources = Doubts(year), Sources(year)
    groups: list[Values] = []
    page = 1
    for code in _order_fields(kept, names):
        label = names.fields.get(code) or code or NOT_KNOWN
        models: list[Values] = []
        for row in sorted((row for row in kept if row["field"] == code), key=_place):
            model = _describe(row, label, assessments.get(row["key"]), doubts.find_columns(row))
            model["nguon"] = _name_source(row, sources)
            pages, is_small = _fit(model, opens_field=not models)
            number = {"trang": page, "so_trang": str(page), "chu_nho": is_small}
            models.append(model | _mark("mo_hinh", 2 * page) | number)
            page += pages
        mark = _mark("linh_vuc", 2 * models[0]["trang"] - 1)
        groups.append({"ten": label, **mark, "mo_hinh": _name_in_contents(models)})
    return {
        "nam": str(year.year),
        **office_values(year, settings),
        "so_mo_hinh": len(kept),
        "khong_duy_tri": len(rows) - len(kept),
        "linh_vuc": groups,
        "can_xem": [model for group in groups for model in group["mo_hinh"] if model["can_xem"]],
    }


def _name_in_contents(models: Iterable[Values]) -> list[Values]:
    """The models of a field as its contents list them: titles of one name with their subjects."""
    named = list(models)
    times = Counter(words_key(unmark_text(model["ten"])) for model in named)
    return [
        model
        | {
            "trong_muc_luc": f"{model['ten']} ({model['chu_the']})"
            if times[words_key(unmark_text(model["ten"]))] > 1 and model["chu_the"]
            else model["ten"]
        }
        for model in named
    ]


def _mark(kind: str, number: int) -> Values:
    """The name of a place that the contents lead to, and its number, plain as Word wants it."""
    return {"ma": f"{kind}_{number}", "moc": str(number)}


def find_fields(wanted: Iterable[str], fields: Mapping[str, str]) -> frozenset[str]:
    """Return the codes of the fields that are called by code or name, in any spelling.

    Raises:
        BadSettings: there is no such field; the nearest is named.
    """
    known = {words_key(name): code for code, name in fields.items()}
    known |= {words_key(code): code for code in fields}
    codes = []
    for name in wanted:
        key = words_key(name)
        if key not in known:
            nearest = process.extractOne(key, list(known))
            hint = f"Có phải “{fields[known[nearest[0]]]}” không?" if nearest else ""
            raise BadSettings(f"Không có lĩnh vực “{name}”", hint)
        codes.append(known[key])
    return frozenset(codes)


# --- one model -----------------------------------------------------------------------


def _state(row: Record, assessments: Assessments) -> str:
    found = assessments.get(row["key"])
    return found.state if found else ""


def _order_fields(rows: Sequence[Record], names: Names) -> list[str]:
    used = {row["field"] for row in rows}
    known = [code for code in names.fields if code in used]
    return known + sorted(used - set(known))


def _place(row: Record) -> tuple[object, ...]:
    keys = (sort_key(row[column]) for column in ("commune", "subject", "model"))
    return (not row["commune"], *keys)


def _describe(
    row: Record, field: str, assessment: Assessment | None, doubted: frozenset[str]
) -> Values:
    def show(text: str, *columns: str) -> str:
        return mark_text(text, doubtful=not doubted.isdisjoint(columns))

    titled = next((column for column in ("model", "content") if row[column]), "subject")
    content = "" if squeeze(row["content"]) == squeeze(row[titled]) else row["content"]
    subject = show(row["subject"], "subject")
    places = (show(row[column], column) for column in ("locality", "commune"))
    facts = [
        ("Tập thể, cá nhân", subject),
        ("Đối tượng", show(KIND_NAMES.get(row["subject_kind"], ""), "subject_kind")),
        ("Chức vụ, công việc", show(row["position"], "position")),
        ("Địa chỉ", ", ".join(filter(None, places))),
        ("Lĩnh vực", show(field, "field")),
        ("Phong trào thi đua", show(row["movement"], "movement")),
    ]
    title, about = show(_upper_first(row[titled]), titled, "model"), show(content, "content")
    shown = (title, about, *(value for _, value in facts))
    return {
        "ten": title,
        "chu_the": subject,
        "thong_tin": [{"ten": label, "gia_tri": value} for label, value in facts if value],
        "noi_dung": about,
        "hieu_qua": [
            {"ten": label, "gia_tri": value} for label, value in describe_effect(assessment)
        ],
        "nhan_xet": assessment.remark if assessment else "",
        "can_xem": any(unmark_text(text) != text for text in shown),
    }


def _name_source(row: Record, sources: Sources) -> str:
    issuer = f" của {row['issuer']}" if row["issuer"] else ""
    return f"Văn bản{issuer}: {_lower_first(sources.describe(row))}"


def describe_effect(assessment: Assessment | None) -> list[tuple[str, str]]:
    """Return what a form says of a model, in words; nothing where no form came back."""
    if assessment is None:
        return []
    score = "" if assessment.total is None else f"{show_score(assessment.total)}/100"
    told = [
        ("Tình trạng", STATES.get(assessment.state, "")),
        ("Khâu đang thực hiện", STAGES.get(assessment.stage, "")),
        *((label, _figure(assessment, code)) for code, label in FIGURES.items()),
        ("Điểm đánh giá", score),
    ]
    return [(label, value) for label, value in told if value]


def _figure(assessment: Assessment, code: str) -> str:
    number = assessment.figures.get(code)
    return "" if number is None else show_count(number)


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _fit(model: Values, *, opens_field: bool) -> tuple[int, bool]:
    """How many pages a model takes, one but for the longest texts, and whether in small type.

    Where the end of a text falls so near the end of a page that programs may differ, it is
    set in small type, which leaves room.
    """
    height = _measure(model, _SIZE, opens_field=opens_field)
    over = height % 1
    is_near = over > 1 - _NEAR or (height > 1 and over < _OVER)
    if is_near:
        height = _measure(model, _SMALL_SIZE, opens_field=opens_field)
    return math.ceil(height), is_near


def _measure(model: Values, size: float, *, opens_field: bool) -> float:
    """How high a model is, in pages."""
    lines = [(model["ten"], _TEXT_WIDTH, 20.0), (model["nguon"], _TEXT_WIDTH, 12.0)]
    lines += [(model[text], _TEXT_WIDTH, size) for text in ("noi_dung", "nhan_xet")]
    pairs = [*model["thong_tin"], *model["hieu_qua"]]
    lines += [(pair["gia_tri"], _TEXT_WIDTH - _LABEL_WIDTH, _SIZE) for pair in pairs]
    height = sum(text_height(unmark_text(text), width, size) for text, width, size in lines if text)
    headings = _HEADINGS + (_FIELD_HEADING if opens_field else 0)
    return (height * _SPACED + headings) / _PAGE_HEIGHT
