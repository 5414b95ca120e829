"""The command: options, progress, exit codes."""

from __future__ import annotations

import contextlib
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline import __version__
from pipeline.access import keep_private
from pipeline.boundary import explain, log, start_log
from pipeline.cli.desk import desk
from pipeline.cli.extraction import TableFormat, emit, extraction, find_width
from pipeline.cli.help import VietnameseCommand, VietnameseGroup
from pipeline.cli.outreach import OutputDir, outreach
from pipeline.cli.setup import setup
from pipeline.cli.terminal import say, show_plain
from pipeline.cli.watch import watching
from pipeline.problems import ExitCode, Problem

if TYPE_CHECKING:
    pass

app = typer.Typer(
    name="dienhinh",
    cls=VietnameseGroup,
    help="Từ tệp kế hoạch nhân rộng mô hình, điển hình tiên tiến đến Excel và báo cáo năm.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # boxes round the help cost half of its time
)
app.add_typer(extraction)
app.add_typer(outreach)
app.add_typer(setup)
app.add_typer(watching)
app.add_typer(desk)


Template = Annotated[Path | None, typer.Option(help="Mẫu báo cáo Word của cơ quan (.docx).")]
Full = Annotated[
    bool, typer.Option("--full", help="Báo cáo gồm cả Biểu 06 trở đi, không chỉ Biểu 01 đến 05.")
]
Lists = Annotated[
    bool, typer.Option("--lists", help="Ghi Biểu 06 trở đi thành một tệp phụ lục riêng.")
]


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
    full: Full = False,
    lists: Lists = False,
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
    job = Job(input_dir, output_dir, settings, year, template, cluster, full, lists)
    result = run(job, progress.tell, progress.tell_page)
    progress.close(result)
    raise typer.Exit(result.exit_code)


@app.command("report", cls=VietnameseCommand)
def report_command(
    year: Annotated[int, typer.Argument(help="Năm của sổ và báo cáo.", show_default=False)],
    output_dir: OutputDir = Path("output"),
    template: Template = None,
    full: Full = False,
    lists: Lists = False,
) -> None:
    """Ghi lại sổ Excel và báo cáo của một năm từ sổ dữ liệu, không đọc lại tệp."""
    from pipeline.cli.progress import Progress
    from pipeline.job.job import Job
    from pipeline.job.run import report
    from pipeline.settings import read_settings

    job = Job(Path(), output_dir, read_settings(Path()), year, template, full=full, lists=lists)
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
        emit(export.changes_to_jsonl(found), None)
    else:
        table = export.changes_to_table(found, (before, after), find_width())
        emit(show_plain(table), None)


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
