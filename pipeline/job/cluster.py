"""Other computers that read: the same tasks through a Dask scheduler, files sent by content.

Register and papers stay with the caller. Workers there need the same program: ``pip install
'dienhinh[cluster]'``, ``dask worker tcp://HOST:PORT --nthreads 1``.
"""

from __future__ import annotations

import contextlib
import faulthandler
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from pipeline.job.crew import Crew, Task, tell_nobody
from pipeline.job.plan import Findings
from pipeline.job.tasks import FormFindings, ReadTask
from pipeline.job.workers import DIED, open_crew
from pipeline.problems import BadSettings, NotRead
from pipeline.read.means import TellPage
from pipeline.read.recipe import digest_program
from pipeline.settings import LimitSettings

_WAIT = 10  # seconds for the scheduler to answer
_AHEAD = 4  # tasks that wait for each worker
_RETRIES = 2  # of a file whose worker was lost


@dataclass(frozen=True, slots=True)
class Cluster:
    """A crew on other computers; what needs this computer's disk is done here."""

    executor: Executor
    own: Crew
    width: int  # tasks that wait there at a time

    def submit(self, task: Task, tell_page: TellPage) -> Future[Any]:
        """Have a task done; its problem or fault is the future's exception.

        Raises:
            NotRead: the file cannot be opened to be sent.
        """
        if not isinstance(task, ReadTask):
            return self.own.submit(task, tell_page)
        try:
            packed = task.pack()
        except OSError as error:
            raise NotRead(f"Không mở được tệp ({error.strerror})", "Kiểm tra quyền đọc") from error
        told: Future[Any] = Future()
        far = self.executor.submit(read_far, packed, digest_program("."))
        far.add_done_callback(lambda done: _pass_on(done, told))
        return told


def _pass_on(far: Future[Any], told: Future[Any]) -> None:
    """Tell what became of a task; one that cost every worker it came to is its file's problem."""
    error = far.exception()
    if error is None:
        told.set_result(far.result())
    elif type(error).__name__ == "KilledWorker":
        told.set_exception(NotRead(*DIED))
    else:
        told.set_exception(error)


def read_far(task: ReadTask, program: str) -> Findings | FormFindings:
    """Read a file on another computer; a process that hangs there ends itself.

    Args:
        task: with the file's content.
        program: digest of the caller's program.

    Raises:
        NotRead: it cannot be read.
        BadSettings: another version of the program is installed there.
    """
    if digest_program(".") != program:
        raise BadSettings("Máy trong cụm cài phiên bản khác", "Cài cùng một phiên bản ở mọi máy")
    faulthandler.dump_traceback_later(task.settings.limits.seconds, exit=True)
    try:
        return task(tell_nobody)
    finally:
        faulthandler.cancel_dump_traceback_later()


@contextlib.contextmanager
def open_cluster(address: str, limits: LimitSettings) -> Iterator[Crew]:
    """Give the crew of a Dask scheduler at ``address``, as "tcp://192.168.1.5:8786".

    Raises:
        BadSettings: nobody answers there, or the extra ``cluster`` is not installed.
    """
    try:
        distributed = import_module("distributed")
    except ImportError as error:
        raise BadSettings(
            "Chưa cài phần dùng cụm máy", "pip install 'dienhinh[cluster]'"
        ) from error
    try:
        client = distributed.Client(address, timeout=_WAIT, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise BadSettings(
            f"Không kết nối được cụm máy ở {address}", "Kiểm tra địa chỉ và dask scheduler"
        ) from error
    with client, open_crew(limits) as own:
        executor = client.get_executor(retries=_RETRIES, pure=False)
        yield Cluster(executor, own, _AHEAD * max(1, sum(client.nthreads().values())))
