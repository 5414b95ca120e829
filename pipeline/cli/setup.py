"""The command that makes a working folder ready: setup."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.help import VietnameseCommand
from pipeline.cli.terminal import say
from pipeline.codes import Level
from pipeline.language.keys import bare_key

if TYPE_CHECKING:
    from pipeline.job.first_settings import OfficeAnswers

setup = typer.Typer(rich_markup_mode=None)

_LEVELS = {
    **dict.fromkeys(("1", "xa", "phuong", "dac khu", "xa phuong", "commune"), Level.COMMUNE),
    **dict.fromkeys(("2", "tinh", "thanh pho", "province"), Level.PROVINCE),
    **dict.fromkeys(("3", "huyen", "quan", "thi xa", "district"), Level.DISTRICT),
}


@setup.command("setup", cls=VietnameseCommand)
def setup_command(
    level: Annotated[
        Level | None,
        typer.Option(help="Cấp của cơ quan: commune (xã), province (tỉnh), district (huyện)."),
    ] = None,
    issuer: Annotated[
        str | None, typer.Option(help="Tên cơ quan, ví dụ “UBND phường Hòa Bình”.")
    ] = None,
    province: Annotated[str | None, typer.Option(help="Tỉnh, thành phố.")] = None,
    addressee: Annotated[
        list[str] | None, typer.Option(help="Nơi nhận báo cáo; ghi nhiều lần được.")
    ] = None,
    startup: Annotated[
        bool,
        typer.Option(
            "--startup/--no-startup", help="Theo dõi thư mục đầu vào mỗi khi mở máy, hoặc không."
        ),
    ] = True,
    yes: Annotated[bool, typer.Option("--yes", help="Không hỏi, lấy câu trả lời có sẵn.")] = False,
) -> None:
    """Chuẩn bị thư mục làm việc: hỏi vài câu, ghi settings.toml, tạo các nút để bấm đúp."""
    from pipeline.access import make_folder
    from pipeline.settings import SETTINGS_NAME

    folder = Path()
    if (folder / SETTINGS_NAME).exists():
        say(f"Đã có {SETTINGS_NAME} nên giữ nguyên, không ghi đè")
    else:
        _write_settings(folder, _ask_all(level, issuer, province, addressee or [], yes=yes))
    for name in ("input", "output"):
        make_folder(folder / name)
    _make_starters(folder, startup=startup)
    say("Xong. Thả các tệp kế hoạch vào thư mục input rồi bấm đúp “Chạy” hoặc “Mở”.")


def _write_settings(folder: Path, answers: OfficeAnswers) -> None:
    from pipeline.job.first_settings import write_first_settings

    path = write_first_settings(folder, answers)
    if path is not None:
        say(f"Đã ghi {path}: mở bằng Notepad để điền người ký, nơi nhận")


def _make_starters(folder: Path, *, startup: bool) -> None:
    from pipeline.job.starters import UNIT_NAME, make_starters, start_with_computer

    for path in make_starters(folder):
        say(f"Đã tạo {path}")
    if not startup:
        return
    made = start_with_computer(folder)
    if made is None:
        say("Chưa tạo được lối tắt khởi động cùng máy vì thiếu pywin32; bấm đúp “Theo dõi” khi cần")
    elif made.name == UNIT_NAME:
        say(f"Đã ghi {made}; bật một lần bằng: systemctl --user enable --now {UNIT_NAME}")
    else:
        say(f"Từ lần mở máy sau, thư mục input được theo dõi ({made})")


def _ask_all(
    level: Level | None,
    issuer: str | None,
    province: str | None,
    addressees: list[str],
    *,
    yes: bool,
) -> OfficeAnswers:
    """Ask what no option says; with ``yes`` take what is usual."""
    from pipeline.job import first_settings as first

    at = level or (Level.COMMUNE if yes else _ask_level())
    named = _ask("Tỉnh, thành phố (ví dụ: Phú Thọ)", province, "", yes=yes)
    where = first.name_province(named) if named else ""
    own = _ask("Tên cơ quan lập báo cáo", issuer, first.guess_issuer(at, where), yes=yes)
    to = addressees or [
        _ask("Nơi nhận báo cáo (Kính gửi)", None, first.guess_addressee(at, where), yes=yes)
    ]
    return first.OfficeAnswers(at, first.name_issuer(own), where, tuple(one for one in to if one))


def _ask_level() -> Level:
    question = "Cơ quan ở cấp nào? 1: xã, phường; 2: tỉnh; 3: huyện (trước tháng 7/2025)"
    while True:
        answer = typer.prompt(question, default="1")
        found = _LEVELS.get(bare_key(str(answer)))
        if found is not None:
            return found
        say("Hãy gõ 1, 2 hoặc 3.")


def _ask(question: str, given: str | None, default: str, *, yes: bool) -> str:
    if given is not None:
        return given.strip()
    if yes:
        return default
    hint = question if default else f"{question}; chưa rõ thì nhấn Enter"
    return str(typer.prompt(hint, default=default, show_default=bool(default))).strip()
