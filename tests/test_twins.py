"""A plan that came in several files counts once, and it is said which file stands."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipeline.job.plan import read_plan
from pipeline.job.twins import settle_twins
from pipeline.model import Outcome, Plan
from pipeline.settings import Settings
from tests.build_plan import LAYOUTS, build, make_rows

PLAIN = LAYOUTS["plain"]


def _read(path: Path) -> Plan:
    return read_plan(path, Settings(), path.name)


def test_a_copy_counts_once(tmp_path: Path) -> None:
    first, second = tmp_path / "a.docx", tmp_path / "b.docx"
    build(make_rows(5), PLAIN, first)
    shutil.copy(first, second)

    one, two = settle_twins([_read(first), _read(second)])

    assert (len(one.frame), len(two.frame)) == (5, 0)
    assert two.receipt.outcome is Outcome.SKIPPED
    assert "a.docx" in two.receipt.notes[-1].text


def test_a_plan_in_two_formats_counts_once_from_the_better_one(tmp_path: Path) -> None:
    pdf, docx = tmp_path / "ke-hoach.pdf", tmp_path / "ke-hoach-word.docx"
    build(make_rows(6), PLAIN, pdf)
    build(make_rows(6), PLAIN, docx)

    from_pdf, from_docx = settle_twins([_read(pdf), _read(docx)])

    assert (len(from_pdf.frame), len(from_docx.frame)) == (0, 6)
    assert "ke-hoach-word.docx" in from_pdf.receipt.notes[-1].text


def test_lists_with_other_entries_both_count(tmp_path: Path) -> None:
    first, second = tmp_path / "a.docx", tmp_path / "b.docx"
    build(make_rows(6, seed=1), PLAIN, first)
    build(make_rows(6, seed=2), PLAIN, second)

    plans = settle_twins([_read(first), _read(second)])

    assert [len(plan.frame) for plan in plans] == [6, 6]


def test_an_appendix_of_its_own_takes_the_facts_of_its_plan(tmp_path: Path) -> None:
    body, appendix = tmp_path / "Ke hoach 125.docx", tmp_path / "Phu luc ke hoach 125.docx"
    whole = tmp_path / "whole.docx"
    build(make_rows(4), LAYOUTS["no-body"], appendix)
    build(make_rows(4), PLAIN, whole)
    _drop_tables_of_lists(whole, body)

    plan, annex = settle_twins([_read(body), _read(appendix)])

    assert plan.receipt.outcome is Outcome.SKIPPED
    assert len(annex.frame) == 4
    assert annex.facts.signer.value == _read(whole).facts.signer.value != ""


def _drop_tables_of_lists(source: Path, target: Path) -> None:
    from docx import Document

    document = Document(str(source))
    for table in document.tables:
        if len(table.rows) > 3:
            table._element.getparent().remove(table._element)
    document.save(str(target))
