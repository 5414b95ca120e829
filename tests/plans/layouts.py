"""Layouts by name: every variant of a plan that tests and benchmarks lay out."""

from __future__ import annotations

from tests.plans.layout import Layout

_FOUR = ("no", "name", "address", "content")
_FIVE = ("no", "model", "name", "address", "note")
_NINE = ("no", "name", "birth_year", "ethnic", "position", "address", "field", "model", "note")

LAYOUTS: dict[str, Layout] = {
    "plain": Layout(),
    "four-columns": Layout(columns=_FOUR, headings=1, repeat_heading=True),
    "five-columns-model-first": Layout(columns=_FIVE, phrases=False, group_by=("field",)),
    "six-columns-field-first": Layout(
        columns=("no", "field", "name", "address", "model", "result"), headings=2
    ),
    "nine-columns": Layout(columns=_NINE, landscape=True, repeat_heading=True, number_row="(1)"),
    "any-order": Layout(columns=("no", "content", "commune", "locality", "name"), headings=3),
    "no-ordinals": Layout(columns=("name_address", "content", "note")),
    "ticks": Layout(
        columns=("no", "name", "address", "ticks", "content"), landscape=True, number_row="A"
    ),
    "kind-column": Layout(columns=("no", "kind", "name", "address_split", "model"), phrases=False),
    "position-column": Layout(columns=("no", "name", "position", "address", "content"), headings=1),
    "bare-persons": Layout(columns=("no", "name", "address", "content"), bare_names=True),
    "abbreviations": Layout(abbreviations=True),
    "abbreviations-columns": Layout(columns=_FIVE, abbreviations=True, phrases=False),
    "bare-models": Layout(columns=("no", "name_address", "content"), phrases=False),
    "groups-merged": Layout(group_by=("kind",), restart=True, subtotals=True, total=True),
    "groups-roman": Layout(
        columns=("no", "name", "address", "model"), group_by=("field",), group_roman=True
    ),
    "groups-nested": Layout(
        columns=_FOUR, group_by=("kind", "field"), ordinal="1.", total=True, repeat_heading=True
    ),
    "ordinals-roman": Layout(group_by=("kind",), ordinal="I.1", restart=True),
    "ordinals-letters": Layout(group_by=("kind",), ordinal="a)", restart=True),
    "ordinals-two-digits": Layout(columns=_FOUR, ordinal="01", total=True),
    "ordinals-automatic": Layout(ordinal="auto"),
    "ordinals-missing": Layout(ordinal="missing"),
    "merged-field": Layout(
        columns=("field", "no", "name", "address", "model"), merge="field", phrases=False
    ),
    "merged-commune": Layout(
        columns=("no", "commune", "name", "locality", "content"), merge="commune", break_rows=True
    ),
    "merged-subject": Layout(
        columns=("no", "name_address", "model", "field"), merge="name_address", several_models=True
    ),
    "several-models": Layout(
        columns=("no", "name", "address", "model"), several_models=True, phrases=False, total=True
    ),
    "several-models-content": Layout(several_models=True),
    "blank-rows": Layout(blank_rows=True, subtotals=True, total=True, group_by=("kind",)),
    "appendices-kind": Layout(appendices="kind"),
    "appendices-field": Layout(columns=_FOUR, appendices="field", phrases=False),
    "appendices-flowing": Layout(appendices="kind", new_page=False),
    "appendices-mixed": Layout(columns=_NINE, appendices="kind", landscape=True, mixed=True),
    "other-columns": Layout(
        columns=("no", "name_address", "model", "year", "decision", "proposer", "note"),
        phrases=False,
        landscape=True,
    ),
    "blank-ordinal-heading": Layout(columns=_FOUR, blank_no_heading=True, headings=2),
    "stamp-over-list": Layout(body=False, stamp=True),
    "tables-around": Layout(task_table=True, running_head=True, stamp=True),
    "totals-in-cells": Layout(
        columns=_FOUR, group_by=("field",), group_counts=True, total=True, total_cells=True
    ),
    "birth-years-by-sex": Layout(
        columns=("no", "name", "birth_split", "position", "address", "content"),
        landscape=True,
        number_row="(1)",
        headings=1,
    ),
    "ticks-capital": Layout(
        columns=("no", "name_address", "ticks", "model", "field"), tick="X", phrases=False
    ),
    "several-models-lettered": Layout(
        columns=_FIVE, several_models=True, bullet="+ ", phrases=False, break_rows=True
    ),
    "no-body": Layout(body=False, signature_table=False),
    "landscape": Layout(columns=_NINE, landscape=True, headings=1),
    "turned-90": Layout(landscape=True, rotate=90, repeat_heading=True),
    "turned-270": Layout(columns=_FOUR, rotate=270, number_row="(1)"),
    "rules-horizontal": Layout(columns=_FOUR, rules="horizontal", repeat_heading=True),
    "rules-none": Layout(columns=_FOUR, rules="none", ordinal="1."),
    "rules-none-top": Layout(columns=_FOUR, rules="none", middle=False),
    "rules-none-columns": Layout(columns=_FIVE, rules="none", middle=False, phrases=False),
    "rules-dashed": Layout(rules="dashed", repeat_heading=True),
    "rules-shaded": Layout(columns=_FOUR, rules="shaded", group_by=("kind",)),
    "rules-bands": Layout(rules="bands"),
    "rules-short": Layout(columns=_FIVE, rules="short", phrases=False),
    "broken-rows": Layout(columns=(*_FOUR, "result"), break_rows=True),
    "broken-rows-repeated": Layout(
        columns=(*_FIVE, "result", "content"), break_rows=True, repeat_heading=True, middle=False
    ),
    "broken-merged-field": Layout(
        columns=("no", "field", "name", "address", "model", "result"),
        merge="field",
        break_rows=True,
        repeat_heading=True,
    ),
    "hidden-rows": Layout(columns=_NINE, landscape=True, hidden_rows=True),
    "prose": Layout(prose=True),
    "prose-bare": Layout(prose=True, phrases=False, body=False),
    "prose-subject-first": Layout(prose=True, prose_subject_first=True),
    "tcvn3": Layout(encoding="tcvn3"),
    "tcvn3-columns": Layout(columns=_FIVE, encoding="tcvn3", phrases=False, group_by=("field",)),
    "vni": Layout(encoding="vni"),
    "vntime-unicode": Layout(encoding="vntime-unicode"),
    "nfd": Layout(columns=_FOUR, encoding="nfd"),
    "spaced-titles": Layout(spaced_titles=True, bold_twice=True),
    "split-accents": Layout(split_accents=True),
    "word-parts": Layout(
        extras=("textbox", "footnotes", "comments", "tracked", "controls", "hyperlinks")
    ),
    "nested-tables": Layout(extras=("nested",)),
    "everything": Layout(
        columns=("no", "name", "address_split", "ticks", "content", "note"),
        group_by=("field",),
        group_roman=True,
        number_row="(1)",
        repeat_heading=True,
        landscape=True,
        rotate=90,
        subtotals=True,
        total=True,
        break_rows=True,
        abbreviations=True,
        stamp=True,
        running_head=True,
    ),
}
