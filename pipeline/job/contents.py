"""What dropped files hold: an archive stands for the files in it."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from pipeline.boundary import hold
from pipeline.job.inbox import Dropped
from pipeline.job.plan import failed_plan
from pipeline.job.tasks import UnpackTask
from pipeline.job.workers import Crew, tell_nobody
from pipeline.model import Plan
from pipeline.problems import NotRead

_ZIP = b"PK"  # of archives, and of the Office files that are ones


@contextmanager
def open_contents(
    files: Sequence[Dropped], crew: Crew, most: int
) -> Iterator[list[Dropped | Plan]]:
    """Give the files, an archive's in its place; one that cannot be opened as its receipt.

    What is unpacked is gone when the context ends.

    Args:
        files: as they were dropped.
        crew: who opens what may be an archive.
        most: MB that one may unpack to.
    """
    with tempfile.TemporaryDirectory(prefix="dienhinh-", ignore_cleanup_errors=True) as folder:
        opened = []
        for number, dropped in enumerate(files):
            into = Path(folder) / str(number) / (_year_part(dropped.name) or "zip")
            future = None
            if dropped.problem is None and _may_be_archive(dropped.path):
                into.mkdir(parents=True)
                future = crew.submit(UnpackTask(dropped.path, into, most * 2**20), tell_nobody)
            opened.append((dropped, into, future))
        flat: list[Dropped | Plan] = []
        for dropped, into, future in opened:
            try:
                with hold(dropped.name):
                    if dropped.problem is not None:
                        raise dropped.problem
                    members = future.result() if future is not None else None
                flat += [dropped] if members is None else _list_members(dropped, into, members)
            except NotRead as error:
                flat.append(failed_plan(error, dropped.name))
        yield flat


def _may_be_archive(path: Path) -> bool:
    """Whether a file begins as archives do; one that cannot be opened is told when it is read."""
    try:
        with path.open("rb") as stream:
            return stream.read(len(_ZIP)) == _ZIP
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
