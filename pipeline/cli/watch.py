"""The command that reads whatever is dropped, until it is stopped: watch."""

from __future__ import annotations

import contextlib
import importlib.util
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.help import VietnameseCommand
from pipeline.cli.outreach import OutputDir

if TYPE_CHECKING:
    from pipeline.job.job import Job

watching = typer.Typer(rich_markup_mode=None)


@watching.command("watch", cls=VietnameseCommand)
def watch_command(
    input_dir: Annotated[
        Path, typer.Option("--input", help="Thư mục chứa các tệp kế hoạch.")
    ] = Path("input"),
    output_dir: OutputDir = Path("output"),
    interval: Annotated[
        float, typer.Option(min=0.1, help="Số giây giữa hai lần xem thư mục.")
    ] = 2.0,
) -> None:
    """Theo dõi thư mục đầu vào: tệp chép vào xong là đọc, lặng thì ghi sổ và báo cáo."""
    from pipeline.cli.progress import Progress
    from pipeline.job.job import Job
    from pipeline.job.watch import Pace, Watcher, watch
    from pipeline.settings import read_settings

    def make_job() -> Job:
        return Job(input_dir, output_dir, read_settings(Path()))

    stopped = _note_stops()
    make_job()  # settings that do not hold are told before anything begins
    progress = Progress()
    progress.say(f"Đang theo dõi thư mục {input_dir}. Nhấn Ctrl+C hoặc đóng cửa sổ để dừng.")
    pace = Pace(poll=interval)
    watch(Watcher(input_dir, make_job, progress, pace), _make_wait(input_dir, interval, stopped))


def _note_stops() -> threading.Event:
    """Remember that the program is to end: an interruption that falls into a finaliser is lost."""
    stopped = threading.Event()

    def stop(_signal: int, _frame: object) -> None:
        stopped.set()
        raise KeyboardInterrupt

    def tell_lost(lost: sys.UnraisableHookArgs) -> None:
        if lost.exc_type is not KeyboardInterrupt:  # which ends the next wait
            sys.__unraisablehook__(lost)

    with contextlib.suppress(ValueError):  # not the main thread: whoever runs it decides
        sys.unraisablehook = tell_lost
        for sign in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sign, stop)
    return stopped


def _make_wait(folder: Path, seconds: float, stopped: threading.Event) -> Callable[[bool], None]:
    """What lets time pass between two polls; with ``watchfiles`` a change ends an idle wait."""
    can_wake = importlib.util.find_spec("watchfiles") is not None

    def wait(is_idle: bool) -> None:
        if stopped.is_set():
            raise KeyboardInterrupt
        if can_wake and is_idle and _wait_for_change(folder, seconds):
            time.sleep(min(seconds, _BREATH))
        else:
            time.sleep(seconds)

    return wait


_BREATH = 0.2  # seconds between polls of a folder that never rests


def _wait_for_change(folder: Path, seconds: float) -> bool:
    """Return at a change in the folder, at the latest when the time is over; False: not able to."""
    from watchfiles import watch

    changes = watch(
        folder,
        watch_filter=None,
        rust_timeout=max(1, int(seconds * 1000)),
        yield_on_timeout=True,
    )
    try:
        next(iter(changes), None)
    except (OSError, RuntimeError):  # a share that is gone, or has no events
        return False
    return True
