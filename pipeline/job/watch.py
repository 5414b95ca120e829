"""The input folder watched: what is dropped is read once it is whole, papers come when it is quiet.

Folders are polled, as events fail on network shares. A file counts as whole once its size and
time stood still over two polls and it can be opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from pipeline.boundary import explain, log
from pipeline.job.inbox import Stamp, list_dropped, stamp_file
from pipeline.job.job import Job, Result
from pipeline.job.run import read_ahead, run
from pipeline.job.told import Told
from pipeline.problems import ExitCode, Problem


class Screen(Protocol):
    """Where a run is told."""

    def tell(self, done: int, count: int, told: Told) -> None:
        """Print the line of one file."""

    def tell_page(self, name: str, done: int, count: int) -> None:
        """Show how far the recognition of a scan is."""

    def close(self, result: Result, *, whole: bool = True) -> None:
        """Print what was written, and what needs a look."""

    def say(self, text: str) -> None:
        """Print a line about the watching itself."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often, in polls but for the first."""

    poll: float = 2.0  # seconds between two polls
    quiet: int = 2  # polls without any change after which the papers are renewed
    patience: int = 30  # polls that a file may be locked before it is told as unreadable
    retry: int = 15  # polls after a fault; each further one in a row doubles them
    most_retry: int = 300


class Watcher:
    """What is known of a folder between two polls."""

    def __init__(
        self, folder: Path, make_job: Callable[[], Job], screen: Screen, pace: Pace
    ) -> None:
        """Begin to watch.

        Args:
            folder: the input folder.
            make_job: gives the job of a run; settings are read anew each time.
            screen: where it is told.
            pace: how often.
        """
        self._folder, self._make_job, self._screen, self._pace = folder, make_job, screen, pace
        self._seen: dict[Path, Stamp] = {}  # at the last poll
        self._read: dict[Path, Stamp] = {}  # by a run, or ahead of one
        self._written: dict[Path, Stamp] | None = None  # what the papers were renewed from
        self._locked: dict[Path, int] = {}  # polls for which a file could not be opened
        self._still = 0  # polls without any change
        self._pause = 0  # polls until a run that failed is tried again
        self._faults = 0  # in a row
        self._held: tuple[Path, ...] = ()  # papers that were in use when they should be renewed
        self._said = ""  # the last line about the watching
        self._printed: dict[str, str] = {}  # by name, its line
        self._told: dict[str, Told] = {}  # by name, as the last run told it
        self._last = Result(())

    def poll(self) -> bool:
        """Look once, and do what is due; return whether nothing is under way."""
        stamps = self._take_stamps()
        if stamps is None:
            self._seen, self._still = {}, 0
            return True
        if stamps != self._seen:
            self._still, self._pause = 0, 0
        elif stamps:
            self._still += 1
        ready = {path: one for path, one in stamps.items() if self._is_whole(path, one)}
        self._seen = stamps
        if not self._pause:
            self._do_what_is_due(stamps, ready)
        self._pause = max(0, self._pause - 1)
        return not stamps or self._still >= self._pace.quiet

    def _do_what_is_due(self, stamps: dict[Path, Stamp], ready: dict[Path, Stamp]) -> None:
        """Renew the papers, or read ahead while these wait for files or for Excel."""
        if len(ready) < len(stamps) or any(map(_is_held, self._held)):
            if any(self._read.get(path) != one for path, one in ready.items()):
                self._try(lambda job: self._read_ahead(job, ready))
        elif self._still >= self._pace.quiet and stamps != self._written:
            self._try(lambda job: self._run(job, stamps))

    def _take_stamps(self) -> dict[Path, Stamp] | None:
        """What lies in the folder; None where it cannot be seen now, as a share that is gone."""
        try:
            found = {file.path: stamp_file(file.path) for file in list_dropped(self._folder)}
        except (Problem, OSError) as error:
            told = str(error) if isinstance(error, Problem) else error.strerror
            self._say(f"{told} Vẫn chờ thư mục {self._folder}.")
            return None
        if self._said and not self._faults:
            self._say("")
        return found

    def _is_whole(self, path: Path, stamp: Stamp) -> bool:
        """Whether a file stands as at the last poll and nobody writes it."""
        if self._seen.get(path) != stamp:
            self._locked.pop(path, None)
            return False
        if self._read.get(path) == stamp or _can_open(path):
            return True
        self._locked[path] = self._locked.get(path, 0) + 1
        return self._locked[path] > self._pace.patience

    def _read_ahead(self, job: Job, ready: Mapping[Path, Stamp]) -> None:
        read_ahead(replace(job, stamps=ready), self._tell, self._screen.tell_page)
        self._read.update(ready)

    def _run(self, job: Job, stamps: dict[Path, Stamp]) -> None:
        result = run(replace(job, stamps=stamps), self._tell, self._screen.tell_page)
        self._read, self._written = dict(stamps), stamps
        self._close(result)
        self._held = ()
        if result.exit_code == ExitCode.NOT_WRITTEN:
            self._written = None
            self._held = tuple(path for path in _list_papers(job.output) if _is_held(path))
            self._fail("Sẽ thử ghi lại khi tệp được đóng.")

    def _try(self, do: Callable[[Job], None]) -> None:
        """Do it; a fault of a run is told once, and the run tried again later."""
        faults = self._faults
        try:
            do(self._make_job())
        except Problem as error:
            self._fail(str(error))
        except Exception as error:  # whatever it is, the watching goes on
            log.exception("watch")
            self._fail(str(explain(error, "", Problem)))
        if self._faults == faults:
            self._faults, self._said = 0, ""

    def _fail(self, text: str) -> None:
        self._pause = min(self._pace.retry * 2**self._faults, self._pace.most_retry)
        self._faults += 1
        self._say(text)

    # --- what is told ----------------------------------------------------------------

    def _say(self, text: str) -> None:
        """Print a line, but not the same again and again."""
        if text and text != self._said:
            self._screen.say(text)
        self._said = text

    def _tell(self, done: int, count: int, told: Told) -> None:
        """Print the line of a file that is new or reads otherwise than before."""
        if self._printed.get(told.source_file) != told.line:
            self._printed[told.source_file] = told.line
            self._screen.tell(done, count, told)

    def _close(self, result: Result) -> None:
        """Print what this run says that the one before did not."""
        known = {str(problem) for problem in self._last.problems}
        news = Result(
            tuple(told for told in result.told if self._told.get(told.source_file) != told),
            result.written,
            tuple(problem for problem in result.problems if str(problem) not in known),
            tuple(text for text in result.messages if text not in self._last.messages),
        )
        self._told = {told.source_file: told for told in result.told}
        self._last = result
        if news != Result(()):
            self._screen.close(news, whole=False)


def watch(watcher: Watcher, wait: Callable[[bool], None]) -> None:
    """Poll until the program is stopped.

    Args:
        watcher: of the folder.
        wait: until the next poll; told whether nothing is under way.
    """
    while True:
        wait(watcher.poll())


def _can_open(path: Path) -> bool:
    """Whether a file can be read: Windows locks one that is being copied."""
    try:
        with path.open("rb"):
            return True
    except OSError:
        return not path.is_file() or path.is_symlink()  # what it is, is told by the run


def _list_papers(output: Path) -> Iterator[Path]:
    for depth in ("*/*", "*/*/*"):
        yield from (path for path in output.glob(depth) if path.suffix in (".xlsx", ".docx"))


def _is_held(path: Path) -> bool:
    """Whether another program, as Excel, keeps a paper from being replaced."""
    try:
        with path.open("r+b"):
            return False
    except FileNotFoundError:
        return False
    except OSError:
        return True
