from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.docx.numbers import format_number
from tests.word_files import (
    abstract,
    cell,
    level,
    num,
    numbered,
    numbering,
    par,
    read_body,
    row,
    styles,
    table,
    texts,
)

SIMPLE = numbering(abstract(0, level(0, "%1.")), num(1, 0))
OUTLINE = (
    level(0, "%1.", "upperRoman"),
    level(1, "%1.%2.", "decimal"),
    level(2, "%3)", "lowerLetter"),
)


def test_an_empty_ordinal_cell_shows_its_number(tmp_path: Path) -> None:
    rows = [row(cell(numbered(1)), name) for name in "ABC"]
    body = table(row("TT", "Tên"), *rows) + par("giữa") + table(row(cell(numbered(1)), "D"))
    assert texts(read_body(tmp_path, body, SIMPLE)) == [
        "TT|Tên",
        "1.|A",
        "2.|B",
        "3.|C",
        "giữa",
        "4.|D",
    ]


def test_the_number_stands_before_the_text(tmp_path: Path) -> None:
    assert texts(read_body(tmp_path, numbered(1, 0, "Mục đích"), SIMPLE)) == ["1. Mục đích"]


def test_deleted_and_hidden_paragraphs_are_not_counted(tmp_path: Path) -> None:
    look = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr>{}</w:rPr>'
    gone = par("<w:del><w:r><w:delText>x</w:delText></w:r></w:del>", look.format("<w:del/>"))
    hidden = par("<w:r><w:rPr><w:vanish/></w:rPr><w:t>y</w:t></w:r>", look.format("<w:vanish/>"))
    deleted_row = row(cell(numbered(1)), look="<w:del/>")
    body = numbered(1, 0, "a") + gone + hidden + numbered(1, 0, "b")
    body += table(deleted_row, row(cell(numbered(1))))
    assert texts(read_body(tmp_path, body, SIMPLE)) == ["1. a", "2. b", "3."]


def test_a_cell_that_a_merge_covers_is_not_counted(tmp_path: Path) -> None:
    body = table(
        row(cell(numbered(1), '<w:vMerge w:val="restart"/>'), "a"),
        row(cell(numbered(1), "<w:vMerge/>"), "b"),
        row(cell(numbered(1)), "c"),
    )
    assert texts(read_body(tmp_path, body, SIMPLE)) == ["1.v2|a", ".|b", "2.|c"]


def test_levels_restart_under_a_higher_one(tmp_path: Path) -> None:
    levels = [0, 1, 1, 2, 2, 1, 0, 1, 2]
    body = "".join(numbered(1, depth, "x") for depth in levels)
    parts = numbering(abstract(0, *OUTLINE), num(1, 0))
    assert texts(read_body(tmp_path, body, parts)) == [
        "I. x",
        "I.1. x",
        "I.2. x",
        "a) x",
        "b) x",
        "I.3. x",
        "II. x",
        "II.1. x",
        "a) x",
    ]


def test_legal_numbering_and_levels_that_never_restart(tmp_path: Path) -> None:
    parts = numbering(
        abstract(
            0,
            level(0, "%1.", "upperRoman"),
            level(1, "%1.%2", more='<w:lvlRestart w:val="0"/><w:isLgl/>'),
        ),
        num(1, 0),
    )
    body = "".join(numbered(1, depth, "x") for depth in [0, 1, 0, 1])
    assert texts(read_body(tmp_path, body, parts)) == ["I. x", "1.1 x", "II. x", "2.2 x"]


def test_lists_of_one_definition_count_on_unless_told_to_start_anew(tmp_path: Path) -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    parts = numbering(abstract(0, level(0, "%1.")), num(1, 0), num(2, 0), num(3, 0, anew))
    body = "".join(numbered(list_id, 0, "x") for list_id in [1, 1, 2, 3, 3])
    assert texts(read_body(tmp_path, body, parts)) == ["1. x", "2. x", "3. x", "1. x", "2. x"]


def test_a_level_that_the_list_overrides(tmp_path: Path) -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "Điều %1.", start=4)}</w:lvlOverride>'
    parts = numbering(abstract(0, level(0, "%1.")), num(1, 0, own))
    assert texts(read_body(tmp_path, numbered(1, 0, "x"), parts)) == ["Điều 4. x"]


def test_numbers_come_from_styles_and_zero_takes_them_away(tmp_path: Path) -> None:
    sheet = styles(
        '<w:style w:type="paragraph" w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="MucCon"><w:basedOn w:val="Muc"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="3"/></w:numPr></w:pPr></w:style>'
    )
    parts = numbering(
        abstract(0, level(0, "%1."), level(1, "%1.%2.", more='<w:pStyle w:val="MucCon"/>')),
        num(1, 0),
    )
    body = (
        par("a", '<w:pStyle w:val="Muc"/>')
        + par("b", '<w:pStyle w:val="MucCon"/>')
        + par("c", '<w:pStyle w:val="Muc"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + par("d", '<w:pStyle w:val="Muc"/>')
    )
    assert texts(read_body(tmp_path, body, sheet | parts)) == ["1. a", "1.1. b", "c", "2. d"]


def test_a_list_style_is_followed_to_its_list(tmp_path: Path) -> None:
    sheet = styles(
        '<w:style w:type="numbering" w:styleId="DS"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr>'
        "</w:pPr></w:style>"
    )
    parts = numbering(
        abstract(0, '<w:numStyleLink w:val="DS"/>'),
        abstract(1, '<w:styleLink w:val="DS"/>', level(0, "%1)", "lowerLetter")),
        num(1, 0),
        num(2, 1),
    )
    assert texts(read_body(tmp_path, numbered(1, 0, "x"), sheet | parts)) == ["a) x"]


def test_links_that_go_in_a_circle_give_no_number(tmp_path: Path) -> None:
    sheet = styles(
        '<w:style w:type="numbering" w:styleId="DS"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:style>"
    )
    parts = numbering(abstract(0, '<w:numStyleLink w:val="DS"/>'), num(1, 0))
    assert texts(read_body(tmp_path, numbered(1, 0, "x"), sheet | parts)) == ["x"]


def test_bullets_and_gaps(tmp_path: Path) -> None:
    symbol = '<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr>'
    parts = numbering(
        abstract(
            0,
            level(0, "-", "bullet"),
            level(1, "\uf0b7", "bullet", symbol),
            level(2, "%3/", "decimal", '<w:suff w:val="nothing"/>'),
            level(3, "%4.", "none"),
            level(4, "\uf031", "bullet", symbol),
        ),
        num(1, 0),
    )
    body = "".join(numbered(1, depth, "x") for depth in range(5))
    assert texts(read_body(tmp_path, body, parts)) == ["- x", "• x", "1/x", ". x", "• x"]


def test_zero_padded_custom_format(tmp_path: Path) -> None:
    custom = (
        '<w:lvl w:ilvl="0"><w:start w:val="9"/><mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback>'
        '<w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
        '<w:lvlText w:val="%1"/></w:lvl>'
    )
    parts = numbering(abstract(0, custom), num(1, 0))
    assert texts(read_body(tmp_path, numbered(1) + numbered(1), parts)) == ["009", "010"]


@pytest.mark.parametrize("broken", [{}, SIMPLE, numbering(num(7, 99))])
def test_a_list_that_is_not_defined_gives_no_number(tmp_path: Path, broken: dict[str, str]) -> None:
    assert texts(read_body(tmp_path, numbered(7, 0, "x") + numbered(7), broken)) == ["x"]


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 9, "09"),
        ("lowerLetter", 27, "aa"),
        ("upperLetter", 26, "Z"),
        ("lowerRoman", 44, "xliv"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("upperRoman", 0, "0"),
        ("lowerLetter", 10**9, "1000000000"),
        ("none", 3, ""),
        ("chicken", 3, "3"),
    ],
)
def test_number_formats(kind: str, value: int, shown: str) -> None:
    assert format_number(value, kind, 2 if kind == "decimalZero" else 0) == shown


@given(st.integers(1, 3999))
def test_roman_numbers_are_distinct_and_ordered_by_value(value: int) -> None:
    sizes = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    digits = [sizes[letter] for letter in format_number(value, "upperRoman")]
    following = [*digits[1:], 0]
    assert value == sum(-a if a < b else a for a, b in zip(digits, following, strict=True))
