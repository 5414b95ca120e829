"""What dropped files hold: an archive stands for the files in it."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from pipeline.boundary import hold
from pipeline.codes import FileKind
from pipeline.job.crew import Crew, tell_nobody
from pipeline.job.inbox import Dropped
from pipeline.problems import NotRead
from pipeline.read import identify
from pipeline.read.archive import unpack
from pipeline.read.kinds import detect_kind
from pipeline.read.means import TellPage

_ZIP = b"PK"  # of archives, and of the Office files that are ones


@dataclass(frozen=True, slots=True)
class UnpackTask:
    """Unpack an archive; any other file is left alone."""

    path: Path
    into: Path  # a folder that is made for what it holds
    most: int  # bytes that it may unpack to

    def __call__(self, _: TellPage) -> tuple[Path, ...] | None:
        """Return the members where they lie now, None where the file is no archive.

        Raises:
            NotRead: the archive is broken, locked or too large.
        """
        if detect_kind(self.path) != FileKind.ZIP:
            return None
        self.into.mkdir(parents=True)
        return tuple(unpack(identify(self.path), self.into, self.most))


@contextmanager
def open_contents(
    files: Sequence[Dropped],
    crew: Crew,
    most: int,
    is_known: Callable[[Path], bool] = lambda _: False,
) -> Iterator[list[Dropped]]:
    """Give the files, an archive's in its place; one that cannot be opened with its problem.

    What is unpacked is gone when the context ends.

    Args:
        files: as they were dropped.
        crew: who opens what may be an archive.
        most: MB that one may unpack to.
        is_known: whether a file was read before and is no archive.
    """
    with tempfile.TemporaryDirectory(prefix="dienhinh-", ignore_cleanup_errors=True) as folder:
        opened = []
        for number, dropped in enumerate(files):
            into = Path(folder) / str(number) / (_year_part(dropped.name) or "zip")
            future = None
            if dropped.problem is None and _may_be_archive(dropped.path, is_known):
                future = crew.submit(UnpackTask(dropped.path, into, most * 2**20), tell_nobody)
            opened.append((dropped, into, future))
        flat: list[Dropped] = []
        for dropped, into, future in opened:
            try:
                with hold(dropped.name):
                    members = future.result() if future is not None else None
                flat += [dropped] if members is None else _list_members(dropped, into, members)
            except NotRead as error:
                flat.append(replace(dropped, problem=error))
        yield flat


def _may_be_archive(path: Path, is_known: Callable[[Path], bool]) -> bool:
    """Whether a file begins as archives do; one that cannot be opened is told when it is read."""
    try:
        with path.open("rb") as stream:
            begins_so = stream.read(len(_ZIP)) == _ZIP
        return begins_so and not is_known(path)
    except OSError:
        return False


def _list_members(archive: Dropped, into: Path, members: Sequence[Path]) -> list[Dropped]:
    return [
        Dropped(path, f"{archive.name}/{path.relative_to(into).as_posix()}") for path in members
    ]


def _year_part(name: str) -> str:
    """The year's folder that an archive lies in, so that its files count to that year."""
    parts = PurePosixPath(name).parts[:-1]
    return next((part for part in reversed(parts) if re.fullmatch(r"(?:19|20)\d{2}", part)), "")
