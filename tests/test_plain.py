"""Text files: lists parted by a sign, in any encoding."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.problems import NotRead
from tests.exports import ROWS, TABLE, find, list_cells, list_codes, make_csv
from tests.legacy_text import ENCODERS


def put(folder: Path, content: bytes) -> Path:
    path = folder / "danh sách.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_a_list_reads_alike_however_it_is_parted(tmp_path: Path, encoding: str, sign: str) -> None:
    findings = find(put(tmp_path, make_csv(sign).encode(encoding)))
    assert list_cells(findings) == list(ROWS)
    assert list_codes(findings) == []
    assert findings.year == 2024


@pytest.mark.parametrize("charset", ENCODERS)
def test_old_charsets_are_told_by_their_letters(tmp_path: Path, charset: str) -> None:
    content = ENCODERS[charset](make_csv(";")).encode("latin-1")
    findings = find(put(tmp_path, content))
    assert [row[1:] for row in list_cells(findings)] == [row[1:] for row in ROWS]


def test_the_file_may_tell_its_sign(tmp_path: Path) -> None:
    assert list_cells(find(put(tmp_path, b"sep=;\r\n" + make_csv(";").encode()))) == list(ROWS)


def test_text_kept_from_excel_is_text(tmp_path: Path) -> None:
    rows = [TABLE[0], *((f'="{row[0]}"', *row[1:]) for row in ROWS)]
    assert list_cells(find(put(tmp_path, make_csv(";", rows).encode()))) == list(ROWS)


def test_a_row_with_other_cells_than_most_is_in_doubt(tmp_path: Path) -> None:
    text = make_csv(";").replace("Tủ sách lớp em", "Tủ sách; lớp em", 1).replace('"', "")
    findings = find(put(tmp_path, text.encode()))
    assert list_codes(findings) == ["cell-uncertain"]
    assert [bool(record["flags"]) for record in findings.records] == [False, True, False]


def test_a_mark_that_is_never_closed_takes_no_rows_with_it(tmp_path: Path) -> None:
    text = make_csv(";").replace("Trường Tiểu học", '"Trường Tiểu học')
    findings = find(put(tmp_path, text.encode()))
    assert len(findings.records) == 3
    assert [bool(record["flags"]) for record in findings.records] == [False, True, False]


def test_commas_within_unquoted_cells_are_said(tmp_path: Path) -> None:
    text = "\n".join(",".join(row) for row in TABLE)
    assert "cells-unparted" in list_codes(find(put(tmp_path, text.encode())))


def test_running_text_is_no_table(tmp_path: Path) -> None:
    lines = "Kính gửi các phòng, ban,\nngày 4 tháng 3, họp lúc 8 giờ, tại hội trường.\n"
    findings = find(put(tmp_path, lines.encode()))
    assert list_codes(findings) == ["no-list"]


@pytest.mark.parametrize(
    "content", [b"a," * 25_000_000, b"a" * 50_000_000, b'"' + b"a,b\n" * 600_000],
    ids=["cells", "line", "quote"],
)  # fmt: skip
def test_what_is_no_list_is_named_at_once(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(NotRead) as caught:
        find(put(tmp_path, content))
    assert caught.value.remedy
