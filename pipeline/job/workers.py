"""Processes that open what was dropped: each has limits, and its end is one file's only.

Started anew (spawn) on every system alike. A worker that overruns its time is ended with all
that it started; one that dies is replaced; the other files go on.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Iterator
from concurrent.futures import Future
from importlib import import_module
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from pipeline.job.crew import Crew, OwnProcess, Task
from pipeline.problems import NotRead
from pipeline.read import office
from pipeline.read.means import TellPage
from pipeline.settings import LimitSettings

_MB = 1024 * 1024
_AHEAD = 4  # tasks that wait for each worker
_FROM_NEW = 300  # files after which a worker is replaced: what libraries leave behind is gone

IN_PROCESS = "DIENHINH_IN_PROCESS"
"""Environment variable: files are read in the command's own process, for a debugger."""


@contextlib.contextmanager
def open_crew(limits: LimitSettings) -> Iterator[Crew]:
    """Give whoever reads files on this computer: workers, one a core unless settings say else."""
    if os.environ.get(IN_PROCESS):
        yield OwnProcess()
        return
    with Workers(limits, count_workers(limits)) as workers:
        yield workers


def count_workers(limits: LimitSettings) -> int:
    """Return how many workers read at a time."""
    return limits.workers or os.cpu_count() or 1


class RemoteFault(Exception):
    """The traceback of a fault in a worker, for the log."""


class Workers:
    """A crew of processes on this computer; ended with the context."""

    def __init__(self, limits: LimitSettings, count: int) -> None:
        """Take the limits of each, and how many there are at most."""
        self.width = _AHEAD * count
        self._tasks: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        self._folder = tempfile.TemporaryDirectory(prefix="dienhinh-", ignore_cleanup_errors=True)
        self._slots = [_Slot(limits, self._folder.name) for _ in range(count)]
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Workers:
        """Begin; processes start with the first task."""
        return self

    def __exit__(self, *error: object) -> None:
        """End every worker at once, whatever it does, and all that it wrote."""
        for slot in self._slots:
            slot.close()
        for _thread in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join()
        self._folder.cleanup()

    def submit(self, task: Task, tell_page: TellPage) -> Future[Any]:
        """Have a task done; its problem or fault is the future's exception.

        The future raises NotRead where the worker died or overran.
        """
        future: Future[Any] = Future()
        self._tasks.put((future, task, tell_page))
        if len(self._threads) < len(self._slots):
            slot = self._slots[len(self._threads)]
            thread = threading.Thread(target=_serve, args=(slot, self._tasks), daemon=True)
            self._threads.append(thread)
            thread.start()
        return future


_Order = tuple[Future[Any], Task, TellPage]


def _serve(slot: _Slot, tasks: queue.SimpleQueue[_Order | None]) -> None:
    while (order := tasks.get()) is not None:
        future, task, tell_page = order
        if slot.closed or not future.set_running_or_notify_cancel():
            continue
        try:
            future.set_result(slot.do(task, tell_page))
        except BaseException as error:
            future.set_exception(error)


class _Slot:
    """One worker after another, seen from outside."""

    def __init__(self, limits: LimitSettings, folder: str) -> None:
        self.closed = False
        self._limits = limits
        self._folder = folder
        self._process: Any = None
        self._line: Connection | None = None
        self._children: set[int] = set()  # outside programs that the worker runs
        self._done = 0

    def do(self, task: Task, tell_page: TellPage) -> Any:
        """Have the worker do a task.

        Raises:
            NotRead: it died or overran; the problem that the task raised.
        """
        line = self._start()
        try:
            line.send(task)
            kind, *said = self._listen(line, tell_page)
        except (EOFError, OSError) as error:  # it is no longer there
            code = self._end()
            raise NotRead(*DIED) from RemoteFault(f"worker ended with {code}: {error!r}")
        finally:
            self._done += 1
            if self._done >= _FROM_NEW:
                self._end()
        if kind == "done":
            return said[0]
        fault, trace = said
        raise fault from RemoteFault(trace)

    def _listen(self, line: Connection, tell_page: TellPage) -> tuple[Any, ...]:
        """Return what the worker says at last."""
        while True:
            if not line.poll(self._limits.seconds):
                self._end()
                raise NotRead(_SLOW.format(seconds=self._limits.seconds), _LESS)
            said: tuple[Any, ...] = line.recv()
            if said[0] == "page":
                tell_page(*said[1:])
            elif said[0] == "child":
                self._children.add(said[1])
            else:
                return said

    def _start(self) -> Connection:
        if self._line is None:
            context = multiprocessing.get_context("spawn")
            self._line, theirs = context.Pipe()
            self._process = context.Process(
                target=_work, args=(theirs, self._limits, self._folder), daemon=True
            )
            self._process.start()
            theirs.close()
            self._done = 0
        return self._line

    def _end(self) -> int | None:
        """End the worker with all that it runs; return its exit code."""
        process, line = self._process, self._line
        self._process = self._line = None
        if process is None:
            return None
        for child in (process.pid, *self._children):
            _kill(child)
        self._children.clear()
        process.join()
        if line is not None:
            line.close()
        return int(process.exitcode or 0)

    def close(self) -> None:
        """End for good, also in the middle of a task."""
        self.closed = True
        process = self._process
        if process is not None:
            for child in (process.pid, *tuple(self._children)):
                _kill(child)


DIED = (
    "Tệp làm chương trình đọc dừng đột ngột (tệp hỏng, hoặc cần quá nhiều bộ nhớ)",
    "Mở tệp bằng chương trình của nó, lưu lại hoặc in ra PDF mới rồi thả lại",
)
_SLOW = "Đọc tệp quá {seconds} giây mà chưa xong nên đã dừng"
_LESS = "Tách tệp thành nhiều tệp nhỏ, hoặc tăng khóa seconds ở mục [limits] của settings.toml"


def _kill(pid: int) -> None:
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(pid)], capture_output=True, check=False)
        return
    for end in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            end(pid, signal.SIGKILL)


# --- inside a worker -----------------------------------------------------------------


def _work(line: Connection, limits: LimitSettings, folder: str) -> None:
    """Do tasks until the line is cut; what this process may take is limited."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it ends it
    if hasattr(os, "setsid"):
        os.setsid()
    _end_with_parent()
    tempfile.tempdir = folder
    sys.unraisablehook = lambda _: None  # of files that nobody could close: told already
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # libraries in C complain there; so is that
    office.tell_started = lambda pid: line.send(("child", pid))
    while True:
        try:
            task = line.recv()
        except (EOFError, OSError):
            return
        _limit_memory(limits.memory * _MB)
        line.send(_do(task, lambda *said: line.send(("page", *said))))


def _do(task: Task, tell_page: TellPage) -> tuple[Any, ...]:
    try:
        return "done", task(tell_page)
    except Exception as error:
        return "failed", error, traceback.format_exc()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None, "a worker has been started by somebody"

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _limit_memory(most: int) -> None:
    """Let this process take so much more than it has now (no limit on macOS)."""
    if sys.platform == "win32":
        _limit_on_windows(most)
    elif sys.platform == "linux":
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        taken = pages * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (taken + most, hard))


def _limit_on_windows(most: int) -> None:
    win32api, win32job = map(import_module, ("win32api", "win32job"))
    job = win32job.CreateJobObject(None, "")
    kind = win32job.JobObjectExtendedLimitInformation
    limits = win32job.QueryInformationJobObject(job, kind)
    limits["ProcessMemoryLimit"] = most
    limits["BasicLimitInformation"]["LimitFlags"] |= win32job.JOB_OBJECT_LIMIT_PROCESS_MEMORY
    win32job.SetInformationJobObject(job, kind, limits)
    win32job.AssignProcessToJobObject(job, win32api.GetCurrentProcess())
