"""Small plans of a given year, and an office that drops them and runs the command."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import docx
from sqlalchemy import NullPool, create_engine
from sqlalchemy import text as sql
from typer.testing import CliRunner, Result

from pipeline.cli.main import app

CITY = "UBND thành phố Hòa Bình"
Row = tuple[str, str]  # subject with its address, model


def write_plan(path: Path, rows: Sequence[Row], day: str, issuer: str = CITY, no: int = 1) -> Path:
    """Write a plan of that day ("15/3/2023") with one list: ordinal, who, which model."""
    year = day.rsplit("/", 1)[1]
    paper = docx.Document()
    paper.add_paragraph("KẾ HOẠCH")
    paper.add_paragraph(f"Triển khai nhân rộng mô hình, điển hình tiên tiến năm {year}")
    paper.add_paragraph("PHỤ LỤC")
    paper.add_paragraph(f"(Kèm theo Kế hoạch số {no}/KH-UBND ngày {day} của {issuer})")
    table = paper.add_table(1, 3, style="Table Grid")
    heads = ("Số TT", "Tên, địa chỉ mô hình, điển hình", "Tên mô hình")
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        cell.text = text
    for number, row in enumerate(rows, 1):
        for cell, text in zip(table.add_row().cells, (str(number), *row), strict=True):
            cell.text = text
    path.parent.mkdir(parents=True, exist_ok=True)
    paper.save(str(path))
    return path


class Office:
    """A working folder with ``input/``, ``output/`` and the register between them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.input = folder / "input"
        self.output = folder / "output"
        self.register = folder / "dienhinh.db"
        self.input.mkdir(parents=True, exist_ok=True)
        self.database = f"sqlite:///{self.register.as_posix()}"

    def share(self, url: str) -> None:
        """Let the office use a register on a server."""
        self.database = url
        self.add_settings(f'database = "{url}"\n')

    def add_settings(self, lines: str) -> None:
        path = self.folder / "settings.toml"
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(before + lines, encoding="utf-8")

    def count(self, rows: str) -> int:
        """How many rows the register has: "files WHERE current"."""
        engine = create_engine(self.database, poolclass=NullPool)
        with engine.connect() as connection:
            return int(connection.execute(sql(f"SELECT count(*) FROM {rows}")).scalar_one())

    def drop(
        self, name: str, rows: Sequence[Row], day: str, issuer: str = CITY, no: int = 1
    ) -> Path:
        return write_plan(self.input / name, rows, day, issuer, no)

    def call(self, *arguments: str) -> Result:
        with _inside(self.folder):
            return CliRunner().invoke(app, list(arguments))

    def run(self, expected: int = 0) -> Result:
        result = self.call("run")
        assert result.exit_code == expected, result.output
        return result

    def book(self, year: int) -> Path:
        return self.output / str(year) / f"tong-hop-nam-{year}.xlsx"


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
