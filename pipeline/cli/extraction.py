"""Commands that show what is in files, and keep nothing: extract, tables."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.boundary import hold
from pipeline.cli.help import VietnameseCommand
from pipeline.cli.terminal import say, show_plain
from pipeline.problems import BadSettings, ExitCode, NotRead, NotWritten

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.job.inbox import Dropped
    from pipeline.job.plan import Findings

extraction = typer.Typer(rich_markup_mode=None)


class EntryFormat(StrEnum):
    """How entries are printed."""

    TABLE = "table"
    CSV = "csv"
    JSONL = "jsonl"
    XLSX = "xlsx"


class TableFormat(StrEnum):
    """How tables are printed."""

    TABLE = "table"
    JSONL = "jsonl"


Files = Annotated[list[Path], typer.Argument(help="Các tệp cần đọc.", show_default=False)]


@extraction.command("extract", cls=VietnameseCommand)
def extract_command(
    files: Files,
    form: Annotated[
        EntryFormat, typer.Option("--format", help="table, csv, jsonl hoặc xlsx.")
    ] = EntryFormat.TABLE,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Ghi ra tệp này thay vì màn hình.")
    ] = None,
) -> None:
    """In các mô hình, điển hình đọc được trong tệp."""
    from pipeline.job import export
    from pipeline.job.plan import read_findings
    from pipeline.settings import read_settings

    if form is EntryFormat.XLSX and out is None:
        raise BadSettings("Định dạng xlsx cần tên tệp", "Thêm -o danh-sach.xlsx")
    settings = read_settings(Path())
    taken = _take_files(files, lambda file: read_findings(file.path, settings, file.name))
    records = [record for findings in taken for record in findings.records]
    if form is EntryFormat.XLSX and out is not None:
        export.write_xlsx(records, out)
    elif form is EntryFormat.JSONL:
        emit(export.to_jsonl(records), out)
    elif form is EntryFormat.CSV:
        emit(export.to_csv(records), out)
    else:
        emit(show_plain(export.to_table(records, find_width())), out)
    _exit_by(taken)


@extraction.command("tables", cls=VietnameseCommand)
def tables_command(
    files: Files,
    form: Annotated[
        TableFormat, typer.Option("--format", help="table hoặc jsonl.")
    ] = TableFormat.TABLE,
    picture: Annotated[
        Path | None,
        typer.Option(help="Vẽ từng trang với nét kẻ, chữ và ô đã nhận ra vào thư mục này."),
    ] = None,
) -> None:
    """In mọi bảng như đã đọc, trước khi hiểu nghĩa từng cột."""
    from pipeline.job import export
    from pipeline.job.picture import TablePictures
    from pipeline.job.plan import read_tables
    from pipeline.read import identify
    from pipeline.read.means import Means
    from pipeline.settings import read_settings

    means = Means.of(read_settings(Path()))

    def show(dropped: Dropped) -> None:
        source = identify(dropped.path)
        watched = means
        if picture is not None:
            watched = replace(means, show=TablePictures(source, picture).draw)
        tables = read_tables(source, watched).tables
        jsonl = form is TableFormat.JSONL
        text = (
            export.tables_to_jsonl(tables)
            if jsonl
            else show_plain(export.tables_to_text(tables, find_width()))
        )
        emit(text, None)

    _exit_by(_take_files(files, show))


def _take_files(files: list[Path], take: Callable[[Dropped], Findings | None]) -> list[Findings]:
    """Take each file, those of archives too; return what they gave, and what failed."""
    from pipeline.job.contents import open_contents
    from pipeline.job.crew import OwnProcess
    from pipeline.job.inbox import Dropped, show_name
    from pipeline.job.plan import find_nothing
    from pipeline.job.temporary import hold_temporary
    from pipeline.settings import USUAL_LIMITS

    taken: list[Findings | None] = []
    dropped = [Dropped(path, show_name(Path(path.name))) for path in files]
    with (
        hold_temporary(),
        open_contents(dropped, OwnProcess(), USUAL_LIMITS.unpacked) as found,
    ):
        for file in found:
            try:
                with hold(file.name):
                    if file.problem is not None:
                        raise file.problem
                    taken.append(take(file))
            except NotRead as error:
                taken.append(find_nothing(error, file.name))
    told = [findings for findings in taken if findings is not None]
    for findings in told:
        _tell_notes(findings)
    return told


def _tell_notes(findings: Findings) -> None:
    for note in findings.receipt.notes:
        where = f" ({note.where})" if note.where and not note.says_where else ""
        say(f"{findings.receipt.source_file}: {note.text}{where}", error=True)


def _exit_by(taken: list[Findings]) -> None:
    from pipeline.model import Outcome

    failed = any(findings.receipt.outcome is Outcome.FAILED for findings in taken)
    raise typer.Exit(ExitCode.NOT_READ if failed else ExitCode.OK)


def emit(text: str, out: Path | None) -> None:
    """Print a text, or write it to ``out``.

    Raises:
        NotWritten: the file cannot be written.
    """
    if out is None:
        sys.stdout.write(text)
        return
    try:
        out.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise NotWritten(f"Không ghi được {out} ({error.strerror})", "Chọn thư mục khác") from error


def find_width() -> int:
    """Return how wide the terminal is, in letters."""
    return shutil.get_terminal_size((120, 40)).columns
