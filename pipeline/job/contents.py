"""What dropped files hold: an archive or a letter stands for the files in it."""

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
from pipeline.model import Source
from pipeline.problems import NotRead
from pipeline.read.archive import may_hold_files, unpack
from pipeline.read.attached import may_attach
from pipeline.read.kinds import detect_kind
from pipeline.read.means import TellPage

_HEAD = 4096  # bytes that tell what may hold files


@dataclass(frozen=True, slots=True)
class UnpackTask:
    """Unpack an archive; any other file is left alone."""

    path: Path
    into: Path  # a folder that is made for what it holds
    most: int  # bytes that it may unpack to

    def __call__(self, _: TellPage) -> tuple[Path, ...] | None:
        """Return the members where they lie now, None where the file holds none.

        A PDF with files attached comes first among them.

        Raises:
            NotRead: the archive is broken, locked or too large.
        """
        kind = detect_kind(self.path)
        if kind not in (FileKind.ZIP, FileKind.MAIL, FileKind.PDF):
            return None
        members = tuple(unpack(Source(self.path, kind), self.into, self.most))
        if kind == FileKind.PDF:
            return (self.path, *members) if members else None
        return members


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
            if dropped.problem is None and _may_hold_files(dropped.path, is_known):
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


def _may_hold_files(path: Path, is_known: Callable[[Path], bool]) -> bool:
    """Whether a file begins as those do that hold others; its reader tells what fails.

    One that is known was read itself; of these only a PDF may hold others all the same.
    """
    try:
        with path.open("rb") as stream:
            begins_so = may_hold_files(stream.read(_HEAD))
        return begins_so and (not is_known(path) or may_attach(path))
    except OSError:
        return False


def _list_members(archive: Dropped, into: Path, members: Sequence[Path]) -> list[Dropped]:
    return [
        archive
        if path == archive.path
        else Dropped(path, f"{archive.name}/{path.relative_to(into).as_posix()}")
        for path in members
    ]


def _year_part(name: str) -> str:
    """The year's folder that an archive lies in, so that its files count to that year."""
    parts = PurePosixPath(name).parts[:-1]
    return next((part for part in reversed(parts) if re.fullmatch(r"(?:19|20)\d{2}", part)), "")
