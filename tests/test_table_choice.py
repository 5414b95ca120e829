"""Tables that no rule draws whole: which reading of a page is taken."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline.job.plan import read_tables
from pipeline.model import Table
from pipeline.read import identify
from tests.plans.pen import font_name

_HEADING = ("STT", "Họ và tên", "Địa chỉ", "Tên mô hình")
_EDGES = (70.0, 105.0, 230.0, 370.0, 540.0)
_ROW, _LINE, _SIZE = 44.0, 14.0, 11.0


def _rows(first: int, last: int) -> list[tuple[str, ...]]:
    return [
        (str(n), f"Lê Thị Số {n}", "thôn Đông,\nxã Suối Trong", f"Trồng nấm rơm {n}\nliên kết")
        for n in range(first, last + 1)
    ]


class _Paper:
    """Draws rows at given places, each cell at the middle or the top of its row."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._canvas = Canvas(str(path), pagesize=A4)

    def row(self, y: float, cells: Sequence[str], edges: Sequence[float], middle: bool) -> None:
        self._canvas.setFont(font_name(False), _SIZE)
        for x, cell in zip(edges, cells, strict=False):
            lines = cell.split("\n")
            slack = (_ROW - 10 - _LINE * len(lines)) / 2 if middle else 0.0
            for index, line in enumerate(lines):
                self._canvas.drawString(x + 4, y - 14 - slack - index * _LINE, line)

    def list(
        self,
        top: float,
        rows: Sequence[Sequence[str]],
        *,
        edges: Sequence[float] = _EDGES,
        rules: str = "none",
        middle: bool = False,
    ) -> None:
        for index, cells in enumerate(rows):
            y = top - index * _ROW
            if rules == "bands" and index % 2:
                self._canvas.setFillColorRGB(0.94, 0.94, 0.94)
                self._canvas.rect(edges[0], y - _ROW, edges[-1] - edges[0], _ROW, 0, 1)
                self._canvas.setFillColorRGB(0, 0, 0)
            self._draw_borders(y, edges, rules)
            self.row(y, cells, edges, middle)

    def _draw_borders(self, y: float, edges: Sequence[float], rules: str) -> None:
        for left, right in pairwise(edges):
            if rules == "pale":
                self._canvas.setStrokeColorRGB(0.87, 0.87, 0.87)
                self._canvas.line(left, y - _ROW, right, y - _ROW)
            if rules == "full":
                self._canvas.setStrokeColorRGB(0, 0, 0)
                self._canvas.rect(left, y - _ROW, right - left, _ROW, 1, 0)

    def title(self, text: str) -> None:
        self._canvas.setFont(font_name(True), 13)
        self._canvas.drawCentredString(A4[0] / 2, 790, text)

    def frame(self, left: float, bottom: float, right: float, top: float) -> None:
        self._canvas.rect(left, bottom, right - left, top - bottom, 1, 0)

    def next_page(self) -> None:
        self._canvas.showPage()

    def read(self) -> list[Table]:
        self._canvas.save()
        return list(read_tables(identify(self.path)).tables)


def _texts(table: Table) -> list[tuple[str, ...]]:
    return [tuple(" ".join(text.split()) for text in row.cells) for row in table.rows]


def _due(rows: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    return [tuple(" ".join(text.split()) for text in row) for row in rows]


@pytest.fixture
def paper(tmp_path: Path) -> _Paper:
    made = _Paper(tmp_path / "danh-sach.pdf")
    made.title("DANH SÁCH MÔ HÌNH, ĐIỂN HÌNH TIÊN TIẾN")
    return made


@pytest.mark.parametrize("middle", [False, True])
@pytest.mark.parametrize("rules", ["none", "pale", "bands", "full"])
def test_rows_are_told_apart_however_they_are_ruled(
    paper: _Paper, rules: str, middle: bool
) -> None:
    rows = _rows(1, 24)
    paper.list(770, [_HEADING, *rows[:14]], rules=rules, middle=middle)
    paper.next_page()
    paper.list(780, rows[14:], rules=rules, middle=middle)
    (table,) = paper.read()
    assert _texts(table) == _due(rows)
    assert not any(row.doubts for row in table.rows)


@pytest.mark.parametrize("rules", ["none", "pale", "full"])
def test_two_lists_side_by_side_are_one_after_the_other(paper: _Paper, rules: str) -> None:
    rows = [(str(n), f"Lê Thị Số {n}", f"Nuôi ong {n}") for n in range(1, 21)]
    heading = ("STT", "Họ và tên", "Tên mô hình")
    for left, part in ((60.0, rows[:10]), (310.0, rows[10:])):
        edges = (left, left + 40, left + 140, left + 235)
        paper.list(770, [heading, *part], edges=edges, rules=rules)
    assert [row for table in paper.read() for row in _texts(table)] == _due(rows)


def test_a_frame_round_a_list_is_no_part_of_it(paper: _Paper) -> None:
    rows = _rows(1, 10)
    paper.frame(62, 200, 548, 778)
    paper.list(770, [_HEADING, *rows], rules="full")
    (table,) = paper.read()
    assert _texts(table) == _due(rows)


def test_columns_on_two_pages_are_joined_by_their_ordinals(paper: _Paper) -> None:
    rows = _rows(1, 10)
    more = [(row[0], f"Tốt {row[0]}", f"Mới {row[0]}") for row in rows]
    paper.list(770, [_HEADING, *rows], rules="full")
    paper.next_page()
    paper.list(780, [("STT", "Kết quả", "Ghi chú"), *more], edges=_EDGES[:4], rules="full")
    (table,) = paper.read()
    assert table.header == (*_HEADING, "Kết quả", "Ghi chú")
    assert _texts(table) == _due([(*a, *b[1:]) for a, b in zip(rows, more, strict=True)])


def test_an_ordinal_broken_in_a_narrow_column_is_one(paper: _Paper) -> None:
    rows = _rows(1, 14)
    drawn = [("\n".join(number), *rest) for number, *rest in rows]
    paper.list(770, [_HEADING, *drawn])
    (table,) = paper.read()
    assert _texts(table) == _due(rows)
