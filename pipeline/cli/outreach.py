"""Commands beside the main job: forms, status, introduce, doctor."""

from __future__ import annotations

import json
import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.help import VietnameseCommand
from pipeline.cli.terminal import say, show_plain
from pipeline.problems import ExitCode

if TYPE_CHECKING:
    from pipeline.forms.status import UnitStatus
    from pipeline.job.job import Job
    from pipeline.job.papers import Writer

outreach = typer.Typer(rich_markup_mode=None)

YearNumber = Annotated[int, typer.Argument(help="Năm của mô hình, điển hình.", show_default=False)]
OutputDir = Annotated[Path, typer.Option("--output", help="Thư mục nhận kết quả.")]


class StatusFormat(StrEnum):
    """How the status is printed."""

    TABLE = "table"
    JSONL = "jsonl"


@outreach.command("forms", cls=VietnameseCommand)
def forms_command(year: YearNumber, output_dir: OutputDir = Path("output")) -> None:
    """Lập phiếu theo dõi, đánh giá cho từng xã, phường và từng cơ quan, đơn vị."""
    from pipeline.job.outreach import make_forms

    sent = make_forms(_job(output_dir), year)
    for path in sent.kept:
        say(f"Giữ nguyên {path} vì phiếu đã được điền; chép phiếu đó vào thư mục đầu vào")
    _close(sent.writer)


@outreach.command("status", cls=VietnameseCommand)
def status_command(
    year: YearNumber,
    output_dir: OutputDir = Path("output"),
    form: Annotated[
        StatusFormat, typer.Option("--format", help="table hoặc jsonl.")
    ] = StatusFormat.TABLE,
) -> None:
    """In đơn vị nào đã, chưa gửi phiếu; ghi công văn đôn đốc những đơn vị chưa gửi."""
    from pipeline.job.outreach import show_status

    statuses, writer = show_status(_job(output_dir), year)
    if form is StatusFormat.JSONL:
        for status in statuses:
            sys.stdout.write(json.dumps(_record(status), ensure_ascii=False) + "\n")
    else:
        _print_table(statuses)
    if not any(status.sent_on or status.received_on for status in statuses):
        say(f"Chưa lập phiếu nào; chạy dienhinh forms {year} để lập", error=True)
    _close(writer, to_error=form is StatusFormat.JSONL)


@outreach.command("introduce", cls=VietnameseCommand)
def introduce_command(
    year: YearNumber,
    output_dir: OutputDir = Path("output"),
    fields: Annotated[
        list[str] | None,
        typer.Option("--field", help="Chỉ lĩnh vực này (mã hoặc tên); ghi nhiều lần được."),
    ] = None,
) -> None:
    """Ghi tập giới thiệu mô hình, điển hình: tệp Word và trang HTML tìm được không cần dấu."""
    from pipeline.job.outreach import introduce

    sent = introduce(_job(output_dir), year, fields or ())
    if sent.left_out:
        say(f"Không giới thiệu {sent.left_out} mô hình mà phiếu ghi là không duy trì")
    if sent.doubtful:
        named = "; ".join(sent.doubtful)
        say(f"Còn {len(sent.doubtful)} mục cần kiểm tra (tô vàng): {named}")
    _close(sent.writer)


def _job(output_dir: Path) -> Job:
    from pipeline.job.job import Job
    from pipeline.settings import read_settings

    return Job(Path(), output_dir, read_settings(Path()))


def _close(writer: Writer, *, to_error: bool = False) -> None:
    for message in writer.messages:
        say(message, error=to_error)
    for path in writer.written:
        say(f"Đã ghi {path}", error=to_error)
    for problem in writer.problems:
        say(str(problem), error=True)
    raise typer.Exit(ExitCode.NOT_WRITTEN if writer.problems else ExitCode.OK)


def _record(status: UnitStatus) -> dict[str, object]:
    return {
        "unit": status.unit.name,
        "kind": status.unit.kind.value,
        "state": status.state,
        "models": len(status.unit.rows),
        "told": status.told,
        "sent_on": status.sent_on.isoformat() if status.sent_on else None,
        "received_on": status.received_on.isoformat() if status.received_on else None,
        "days_late": status.days_late,
        "source_file": status.source_file,
    }


def _print_table(statuses: tuple[UnitStatus, ...]) -> None:
    from rich.console import Console
    from rich.table import Table

    from pipeline.forms.status import show_day

    table = Table("Đơn vị", "Tình hình", "Có kết quả", "Ngày nhận", "Số ngày chậm", "Tệp phiếu")
    for status in statuses:
        late = "" if status.days_late is None else str(status.days_late)
        told = f"{status.told}/{len(status.unit.rows)}"
        received = show_day(status.received_on)
        row = (status.unit.name, status.state, told, received, late, status.source_file)
        table.add_row(*map(show_plain, row))
    width = max(100, shutil.get_terminal_size((120, 40)).columns)
    Console(width=width, highlight=False).print(table)


@outreach.command("doctor", cls=VietnameseCommand)
def doctor_command() -> None:
    """Kiểm tra các phần tùy chọn: LibreOffice, nhận dạng bản quét, phông chữ."""
    from pipeline.boundary import find_log
    from pipeline.job.doctor import list_parts
    from pipeline.settings import read_settings

    for part in list_parts(read_settings(Path())):
        state = "có" if part.present else f"thiếu - {part.remedy}"
        say(f"{part.name}: {state}")
    say(f"Nhật ký lỗi (chỉ có khi đã gặp lỗi): {find_log()}")
