"""One plan that came in several files: copies, other formats, an appendix of its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from pipeline.job.plan import NO_LIST
from pipeline.language.keys import bare_key, words_key
from pipeline.model import Fact, Note, Outcome, Plan, PlanFacts

_SAME = 0.9  # of the entries: two files with so many in common are one plan
_RANK = {".docx": 0, ".docm": 0, ".xlsx": 1, ".pdf": 2, ".odt": 3, ".rtf": 3, ".doc": 3, ".xls": 3}
_APPENDIX_WORDS = re.compile(r"\b(?:phu luc|pl|danh sach|kem theo|phan|file|ban|so)\b|\d+$")


def settle_twins(plans: Sequence[Plan]) -> list[Plan]:
    """Return the plans, each taken once; what stands aside is marked as skipped, and says why."""
    return _set_twins_aside(_join_appendices(_set_copies_aside(plans)))


def _set_copies_aside(plans: Sequence[Plan]) -> list[Plan]:
    first: dict[str, str] = {}
    kept: list[Plan] = []
    for plan in plans:
        digest = plan.receipt.sha256
        if digest and digest in first:
            kept.append(
                _pass_over(
                    plan, "copy", f"Trùng nội dung với tệp {first[digest]}; chỉ tính một lần"
                )
            )
            continue
        first.setdefault(digest, plan.receipt.source_file)
        kept.append(plan)
    return kept


def _skip(plan: Plan, code: str, text: str) -> Plan:
    skipped = plan.with_note(Outcome.SKIPPED, Note(code, text, doubt=False))
    return replace(skipped, frame=plan.frame.iloc[0:0], unsure=())


def _pass_over(plan: Plan, code: str, text: str) -> Plan:
    """Skip a plan of which nothing is taken: its doubts are those of the one that counts."""
    return _skip(replace(plan, receipt=replace(plan.receipt, notes=())), code, text)


# --- the same plan in two formats ----------------------------------------------------


def _set_twins_aside(plans: Sequence[Plan]) -> list[Plan]:
    order = sorted(range(len(plans)), key=lambda i: (_rank(plans[i]), i))
    chosen: list[int] = []
    settled = list(plans)
    for index in order:
        plan = plans[index]
        twin = next((i for i in chosen if _are_twins(plans[i], plan)), None)
        if twin is None:
            chosen.append(index)
        else:
            name = plans[twin].receipt.source_file
            settled[index] = _pass_over(
                plan, "twin", f"Cùng một danh sách với tệp {name}; chỉ tính một lần"
            )
    return settled


def _rank(plan: Plan) -> tuple[int, int]:
    suffix = PurePosixPath(plan.receipt.source_file).suffix.lower()
    return _RANK.get(suffix, 4), len(plan.receipt.doubts)


def _are_twins(one: Plan, other: Plan) -> bool:
    if one.frame.empty or other.frame.empty or one.year != other.year:
        return False
    numbers = {one.facts.number.value, other.facts.number.value} - {""}
    if len(numbers) > 1:
        return False
    a, b = _entry_keys(one), _entry_keys(other)
    return len(a & b) >= _SAME * max(len(a), len(b))


def _entry_keys(plan: Plan) -> set[tuple[str, str]]:
    return {
        (words_key(subject), words_key(model))
        for subject, model in zip(plan.frame["subject"], plan.frame["model"], strict=True)
    }


# --- a plan and its appendix in two files --------------------------------------------


def _join_appendices(plans: Sequence[Plan]) -> list[Plan]:
    settled = list(plans)
    for index, body in enumerate(plans):
        if not _is_body(body):
            continue
        parts = [i for i, plan in enumerate(plans) if not plan.frame.empty and _belongs(plan, body)]
        if not parts:
            continue
        names = ", ".join(plans[i].receipt.source_file for i in parts)
        settled[index] = _skip(body, "body", f"Văn bản chính; danh sách đọc ở tệp {names}")
        for part in parts:
            settled[part] = _with_facts(plans[part], body)
    return settled


def _is_body(plan: Plan) -> bool:
    codes = {note.code for note in plan.receipt.notes}
    return NO_LIST in codes and bool(plan.facts.title.value)


def _belongs(appendix: Plan, body: Plan) -> bool:
    """Same folder, and number or name of the files say that they are one plan."""
    if appendix.facts.title.value and appendix.facts.signer.value:
        return False
    a, b = (PurePosixPath(plan.receipt.source_file) for plan in (appendix, body))
    if a.parent != b.parent:
        return False
    if appendix.facts.number.value and body.facts.number.value:
        return appendix.facts.number.value == body.facts.number.value
    return _stem_key(a.stem) == _stem_key(b.stem) != ""


def _stem_key(stem: str) -> str:
    key = bare_key(unicodedata.normalize("NFC", re.sub(r"[_\-.]+", " ", stem)))
    return " ".join(_APPENDIX_WORDS.sub(" ", key).split())


def _with_facts(plan: Plan, body: Plan) -> Plan:
    facts = _fill(plan.facts, body.facts)
    year = body.year or plan.year
    frame = plan.frame.assign(
        plan_number=facts.number.value,
        issued_on=facts.issued_on.value or None,
        issuer=facts.issuer.value,
        year=year,
    ).astype({"plan_number": "string", "issued_on": "string", "issuer": "string", "year": "Int64"})
    joined = replace(plan, facts=facts, frame=frame, year=year)
    text = f"Phụ lục của văn bản ở tệp {body.receipt.source_file}"
    return joined.with_note(plan.receipt.outcome, Note("appendix", text, doubt=False))


def _fill(own: PlanFacts, body: PlanFacts) -> PlanFacts:
    """The body's facts; where it is blank, the appendix's own."""

    def choose(first: Fact, second: Fact) -> Fact:
        return first if first.value else second

    return replace(
        body,
        number=choose(body.number, own.number),
        issued_on=choose(body.issued_on, own.issued_on),
        issuer=choose(body.issuer, own.issuer),
        plan_year=choose(body.plan_year, own.plan_year),
        subject_year=choose(body.subject_year, own.subject_year),
    )
