"""A run begun from the page, one at a time, and how far it is."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from pipeline.boundary import explain, log
from pipeline.job.job import Job, Result
from pipeline.job.run import report, run
from pipeline.job.told import Told
from pipeline.problems import Problem

Work = Callable[[], Result]


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a run is."""

    running: bool = False
    number: int = 0  # of runs begun since the page was opened
    told: tuple[Told, ...] = ()
    page: str = ""  # what is being recognised
    done: int = 0
    count: int = 0
    lines: tuple[str, ...] = ()  # what was written, and what went wrong


@dataclass
class Runner:
    """Begins runs and keeps what they tell."""

    make_job: Callable[[], Job]
    stage: Stage = Stage()
    _alone: threading.Lock = field(default_factory=threading.Lock)
    _thread: threading.Thread | None = None

    def begin(self, year: int | None = None) -> bool:
        """Begin a run, or write a year's papers again; False where one is under way."""
        with self._alone:
            if self.stage.running:
                return False
            self.stage = Stage(running=True, number=self.stage.number + 1)
            self._thread = threading.Thread(target=self._work, args=(year,), daemon=True)
            self._thread.start()
        return True

    def wait(self) -> None:
        """Wait until no run is under way."""
        if self._thread is not None:
            self._thread.join()

    def _work(self, year: int | None) -> None:
        try:
            job = self.make_job()
            result = run(job, self._tell, self._tell_page) if year is None else report(job, year)
            lines = _tell_result(result)
        except Problem as error:
            lines = (str(error),)
        except Exception as error:  # whatever it is, the page stays
            log.exception("page")
            lines = (str(explain(error, "", Problem)),)
        with self._alone:
            self.stage = replace(self.stage, running=False, page="", lines=lines)

    def _tell(self, done: int, count: int, told: Told) -> None:
        with self._alone:
            told_now = (*self.stage.told, told)
            self.stage = replace(self.stage, told=told_now, done=done, count=count, page="")

    def _tell_page(self, name: str, done: int, count: int) -> None:
        with self._alone:
            text = f"{name}: nhận dạng trang {min(done + 1, count)}/{count}"
            self.stage = replace(self.stage, page=text)


def _tell_result(result: Result) -> tuple[str, ...]:
    written = [f"Đã ghi {path}" for path in result.written]
    return (*result.messages, *written, *map(str, result.problems))
