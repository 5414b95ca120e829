"""What every column prints of a row."""

from __future__ import annotations

from tests.plans.layout import Layout
from tests.plans.rows import COLLECTIVE, HOUSEHOLD, INDIVIDUAL, PlanRow
from tests.plans.truth import print_combined, print_commune, print_subject

KIND_TITLES = {COLLECTIVE: "Tập thể", INDIVIDUAL: "Cá nhân", HOUSEHOLD: "Hộ gia đình"}


def print_cell(code: str, row: PlanRow, layout: Layout, models: tuple[str, ...]) -> str:
    if code.startswith("tick:"):
        return layout.tick if code == f"tick:{row.kind}" else ""
    if code.startswith("birth:"):
        female = row.subject.startswith(("Bà", "Chị"))
        return row.birth_year if female == (code == "birth:female") else ""
    commune = print_commune(row, layout)
    texts = {
        "name_address": print_combined(row, layout),
        "name": print_subject(row, layout),
        "address": ", ".join(part for part in (row.locality, commune) if part),
        "locality": row.locality,
        "commune": commune,
        "model": _list_models(models, layout.bullet),
        "content": _content(row, layout, models),
        "result": row.result,
        "field": row.field_title,
        "kind": KIND_TITLES[row.kind],
        "position": row.position,
        "birth_year": row.birth_year,
        "ethnic": row.ethnic,
        "note": row.note,
        "year": row.year,
        "decision": row.decision,
        "proposer": row.proposer,
    }
    return texts[code]


def _list_models(models: tuple[str, ...], bullet: str) -> str:
    if len(models) == 1:
        return models[0]
    return "\n".join(f"{bullet}{model}" for model in models)


def _content(row: PlanRow, layout: Layout, models: tuple[str, ...]) -> str:
    if not layout.phrases:
        return _list_models(models, layout.bullet)
    where = f"“Phong trào thi đua {row.movement}”" if row.movement else f"lĩnh vực {row.phrase}"
    start = f"Điển hình tiên tiến trong {where}"
    if "model" in layout.columns:
        return start
    if len(models) > 1:
        return f"{start} với các mô hình:\n{_list_models(models, layout.bullet)}"
    colon = "" if models[0].startswith("V.A.C:") else ":"
    stop = "." if len(models[0]) % 4 == 0 else ""
    return f"{start} với mô hình{colon} {models[0]}{stop}"
