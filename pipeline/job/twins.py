"""One plan that came in several files: copies, other formats, an appendix of its own."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
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
    settled = list(plans)
    lists = _Lists()
    for index in order:
        plan = plans[index]
        keys = _entry_keys(plan)
        twin = lists.find_twin(plan, keys)
        if twin is None:
            lists.add(plan, keys)
        else:
            name = twin.receipt.source_file
            settled[index] = _pass_over(
                plan, "twin", f"Cùng một danh sách với tệp {name}; chỉ tính một lần"
            )
    return settled


_Keys = frozenset[tuple[str, str]]
"""Subject and model of each entry of a list, folded."""


class _Lists:
    """The plans that count, found by their entries: only those that share some are compared."""

    def __init__(self) -> None:
        self._plans: list[tuple[Plan, int]] = []  # with how many keys each has
        self._with: dict[tuple[str, str], list[int]] = defaultdict(list)

    def add(self, plan: Plan, keys: _Keys) -> None:
        for key in keys:
            self._with[key].append(len(self._plans))
        self._plans.append((plan, len(keys)))

    def find_twin(self, plan: Plan, keys: _Keys) -> Plan | None:
        """The first plan added that has nearly the same entries."""
        shared = Counter(place for key in keys for place in self._with.get(key, ()))
        for place in sorted(shared):
            other, count = self._plans[place]
            alike = shared[place] >= _SAME * max(count, len(keys))
            if alike and _may_be_twins(plan, other):
                return other
        return None


def _rank(plan: Plan) -> tuple[int, int]:
    suffix = PurePosixPath(plan.receipt.source_file).suffix.lower()
    return _RANK.get(suffix, 4), len(plan.receipt.doubts)


def _may_be_twins(one: Plan, other: Plan) -> bool:
    numbers = {one.facts.number.value, other.facts.number.value} - {""}
    return one.year == other.year and len(numbers) <= 1


def _entry_keys(plan: Plan) -> _Keys:
    rows = zip(plan.frame["subject"], plan.frame["model"], strict=True)
    return frozenset((words_key(subject), words_key(model)) for subject, model in rows)


# --- a plan and its appendix in two files --------------------------------------------


def _join_appendices(plans: Sequence[Plan]) -> list[Plan]:
    settled = list(plans)
    lists: dict[tuple[PurePosixPath, str], list[int]] = defaultdict(list)
    for index, plan in enumerate(plans):
        if not plan.frame.empty:
            for place in _name_places(plan):
                lists[place].append(index)
    for index, body in enumerate(plans):
        if not _is_body(body):
            continue
        near = {i for place in _name_places(body) for i in lists.get(place, ())}
        parts = [i for i in sorted(near) if _belongs(plans[i], body)]
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


def _name_places(plan: Plan) -> Iterator[tuple[PurePosixPath, str]]:
    """Where a body and its appendix meet: the folder with the paper's number, or file's name."""
    path = PurePosixPath(plan.receipt.source_file)
    for name in {plan.facts.number.value, f"/{_stem_key(path.stem)}"} - {"", "/"}:
        yield path.parent, name


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
