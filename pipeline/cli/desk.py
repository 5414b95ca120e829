"""The command that opens the page in the officer's browser: open."""

from __future__ import annotations

import importlib.util
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.help import VietnameseCommand
from pipeline.cli.outreach import OutputDir
from pipeline.cli.terminal import say
from pipeline.problems import BadSettings

if TYPE_CHECKING:
    from pipeline.job.job import Job

desk = typer.Typer(rich_markup_mode=None)


@desk.command("open", cls=VietnameseCommand)
def open_command(
    input_dir: Annotated[
        Path, typer.Option("--input", help="Thư mục chứa các tệp kế hoạch.")
    ] = Path("input"),
    output_dir: OutputDir = Path("output"),
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Mở trình duyệt, hoặc chỉ in địa chỉ.")
    ] = True,
) -> None:
    """Mở trang làm việc trong trình duyệt của máy này: hộp thư, đối chiếu, số liệu, tra cứu."""
    for name in ("starlette", "uvicorn", "jinja2", "tomlkit"):
        if importlib.util.find_spec(name) is None:
            raise BadSettings(f"Trang làm việc cần thêm gói {name}", 'pip install "dienhinh[desk]"')
    from pipeline.job.job import Job
    from pipeline.settings import read_settings

    def make_job() -> Job:
        return Job(input_dir, output_dir, read_settings(Path()))

    make_job()  # settings that do not hold are told before anything begins

    def show(address: str) -> None:
        say(f"Trang làm việc: {address}")
        say("Địa chỉ này dùng được một lần. Đóng cửa sổ này hoặc nhấn Ctrl+C để dừng.")
        if browser:
            webbrowser.open(address)

    from pipeline.desk.server import serve

    serve(make_job, show)
