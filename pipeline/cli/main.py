"""The command: options, progress, exit codes."""

from __future__ import annotations

import contextlib
import signal
import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline import __version__
from pipeline.access import keep_private
from pipeline.boundary import explain, hold, log, start_log
from pipeline.cli.help import VietnameseCommand, VietnameseGroup
from pipeline.cli.outreach import OutputDir, outreach
from pipeline.cli.terminal import say, show_plain
from pipeline.model import Outcome, Plan
from pipeline.problems import BadSettings, ExitCode, NotRead, NotWritten, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.job.inbox import Dropped
    from pipeline.settings import Settings

app = typer.Typer(
    name="dienhinh",
    cls=VietnameseGroup,
    help="Từ tệp kế hoạch nhân rộng mô hình, điển hình tiên tiến đến Excel và báo cáo năm.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(outreach)


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
Template = Annotated[Path | None, typer.Option(help="Mẫu báo cáo Word của cơ quan (.docx).")]


def _version(value: bool) -> None:
    if value:
        say(f"dienhinh {__version__}")
        raise typer.Exit


@app.callback()
def _top(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="In phiên bản.")
    ] = False,
) -> None:
    """Từ tệp kế hoạch nhân rộng mô hình, điển hình tiên tiến đến Excel và báo cáo năm."""
    keep_private()
    start_log(Path())


@app.command("run", cls=VietnameseCommand)
def run_command(
    input_dir: Annotated[
        Path, typer.Option("--input", help="Thư mục chứa các tệp kế hoạch.")
    ] = Path("input"),
    output_dir: OutputDir = Path("output"),
    year: Annotated[int | None, typer.Option(help="Chỉ ghi kết quả của năm này.")] = None,
    template: Template = None,
    cluster: Annotated[
        str, typer.Option(help="Đọc trên cụm máy Dask ở địa chỉ này, ví dụ tcp://192.168.1.5:8786.")
    ] = "",
) -> None:
    """Đọc mọi tệp trong thư mục đầu vào, ghi sổ Excel từng kế hoạch, sổ năm và báo cáo năm."""
    from pipeline.cli.progress import Progress
    from pipeline.job.job import Job
    from pipeline.job.run import run
    from pipeline.settings import read_settings

    settings = read_settings(Path())
    progress = Progress()
    job = Job(input_dir, output_dir, settings, year, template, cluster)
    result = run(job, progress.tell, progress.tell_page)
    progress.close(result)
    raise typer.Exit(result.exit_code)


@app.command("report", cls=VietnameseCommand)
def report_command(
    year: Annotated[int, typer.Argument(help="Năm của sổ và báo cáo.", show_default=False)],
    output_dir: OutputDir = Path("output"),
    template: Template = None,
) -> None:
    """Ghi lại sổ Excel và báo cáo của một năm từ sổ dữ liệu, không đọc lại tệp."""
    from pipeline.cli.progress import Progress
    from pipeline.job.job import Job
    from pipeline.job.run import report
    from pipeline.settings import read_settings

    job = Job(Path(), output_dir, read_settings(Path()), year, template)
    result = report(job, year)
    Progress().close(result)
    raise typer.Exit(result.exit_code)


@app.command("compare", cls=VietnameseCommand)
def compare_command(
    before: Annotated[int, typer.Argument(help="Năm trước.", show_default=False)],
    after: Annotated[int, typer.Argument(help="Năm sau.", show_default=False)],
    form: Annotated[
        TableFormat, typer.Option("--format", help="table hoặc jsonl.")
    ] = TableFormat.TABLE,
    output_dir: OutputDir = Path("output"),
) -> None:
    """In mọi mô hình của hai năm: mới, duy trì hay không còn, và ở đâu trong từng năm."""
    from pipeline.job import export
    from pipeline.job.job import Job
    from pipeline.job.run import compare
    from pipeline.settings import read_settings

    job = Job(Path(), output_dir, read_settings(Path()))
    found = compare(job, before, after)
    if form is TableFormat.JSONL:
        _emit(export.changes_to_jsonl(found), None)
    else:
        table = export.changes_to_table(found, (before, after), _terminal_width())
        _emit(show_plain(table), None)


@app.command("extract", cls=VietnameseCommand)
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
    from pipeline.register.year import join_frames
    from pipeline.settings import read_settings

    if form is EntryFormat.XLSX and out is None:
        raise BadSettings("Định dạng xlsx cần tên tệp", "Thêm -o danh-sach.xlsx")
    plans = _read_files(files, read_settings(Path()))
    frame = join_frames(plans)
    if form is EntryFormat.XLSX and out is not None:
        export.write_xlsx(frame, out)
    elif form is EntryFormat.JSONL:
        _emit(export.to_jsonl(frame), out)
    elif form is EntryFormat.CSV:
        _emit(export.to_csv(frame), out)
    else:
        _emit(show_plain(export.to_table(frame, _terminal_width())), out)
    _exit_by(plans)


@app.command("tables", cls=VietnameseCommand)
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
            else show_plain(export.tables_to_text(tables, _terminal_width()))
        )
        _emit(text, None)

    _exit_by(_take_files(files, show))


def _read_files(files: list[Path], settings: Settings) -> list[Plan]:
    from pipeline.job.plan import read_plan

    return _take_files(files, lambda dropped: read_plan(dropped.path, settings, dropped.name))


def _take_files(files: list[Path], take: Callable[[Dropped], Plan | None]) -> list[Plan]:
    """Take each file, those of archives too; return the plans, and a receipt for what failed."""
    from pipeline.job.contents import open_contents
    from pipeline.job.inbox import Dropped, show_name
    from pipeline.job.plan import failed_plan
    from pipeline.job.temporary import hold_temporary
    from pipeline.job.workers import OwnProcess
    from pipeline.settings import USUAL_LIMITS

    plans: list[Plan | None] = []
    dropped = [Dropped(path, show_name(Path(path.name))) for path in files]
    with (
        hold_temporary(),
        open_contents(dropped, OwnProcess(), USUAL_LIMITS.unpacked) as found,
    ):
        for item in found:
            if isinstance(item, Plan):
                plans.append(item)
                continue
            try:
                with hold(item.name):
                    plans.append(take(item))
            except NotRead as error:
                plans.append(failed_plan(error, item.name))
    taken = [plan for plan in plans if plan is not None]
    _tell_notes(taken)
    return taken


def _tell_notes(plans: list[Plan]) -> None:
    for plan in plans:
        for note in plan.receipt.notes:
            where = f" ({note.where})" if note.where and not note.says_where else ""
            say(f"{plan.receipt.source_file}: {note.text}{where}", error=True)


def _exit_by(plans: list[Plan]) -> None:
    failed = any(plan.receipt.outcome is Outcome.FAILED for plan in plans)
    raise typer.Exit(ExitCode.NOT_READ if failed else ExitCode.OK)


def _emit(text: str, out: Path | None) -> None:
    if out is None:
        sys.stdout.write(text)
        return
    try:
        out.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise NotWritten(f"Không ghi được {out} ({error.strerror})", "Chọn thư mục khác") from error


def _terminal_width() -> int:
    import shutil

    return shutil.get_terminal_size((120, 40)).columns


def main(arguments: list[str] | None = None) -> None:
    """Run the command and leave with its exit code (see problems.ExitCode)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    _stop_when_told()
    try:
        code = _call(arguments)
    except (typer.Abort, KeyboardInterrupt):
        code = ExitCode.STOPPED
    except Exception as error:  # a fault of the program's own: never a traceback
        log.exception("%s", arguments or sys.argv[1:])
        say(f"Lỗi: {explain(error, '', Problem)}", error=True)
        code = ExitCode.NOT_WRITTEN
    if code == ExitCode.STOPPED:
        say(
            "Đã dừng theo yêu cầu; chạy lại để làm tiếp, tệp đã đọc xong không phải đọc lại.",
            error=True,
        )
    sys.exit(int(code))


def _call(arguments: list[str] | None) -> int:
    try:  # Typer itself makes an interruption its code 130
        return int(app(args=arguments, standalone_mode=False) or 0)
    except Problem as error:
        say(f"Lỗi: {error}", error=True)
        return error.exit_code
    except typer.TyperException as error:
        if str(error):  # empty where the help was shown instead
            told = getattr(error, "format_message", error.__str__)()
            say(f"Lỗi: lệnh gõ chưa đúng ({told}). Xem cách dùng: dienhinh --help", error=True)
        return ExitCode.BAD_OPTIONS


def _stop_when_told() -> None:
    """Let the system's request to end (shutdown, a service's stop) end a run as Ctrl+C does."""

    def stop(_signal: int, _frame: object) -> None:
        raise KeyboardInterrupt

    with contextlib.suppress(ValueError):  # not the main thread: whoever runs it decides
        signal.signal(signal.SIGTERM, stop)
