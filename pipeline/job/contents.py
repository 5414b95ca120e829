"""What dropped files hold: an archive stands for the files in it."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from pipeline.boundary import hold
from pipeline.codes import FileKind
from pipeline.job.inbox import Dropped
from pipeline.job.plan import failed_plan
from pipeline.model import Plan
from pipeline.problems import NotRead
from pipeline.read import identify
from pipeline.read.archive import unpack


@contextmanager
def open_contents(files: Sequence[Dropped]) -> Iterator[list[Dropped | Plan]]:
    """Give the files, an archive's in its place; one that cannot be opened as its receipt.

    What is unpacked is gone when the context ends.
    """
    with tempfile.TemporaryDirectory(prefix="dienhinh-", ignore_cleanup_errors=True) as folder:
        flat: list[Dropped | Plan] = []
        for number, dropped in enumerate(files):
            try:
                with hold(dropped.name):
                    flat.extend(_open_one(dropped, Path(folder) / str(number)))
            except NotRead as error:
                flat.append(failed_plan(error, dropped.name))
        yield flat


def _open_one(dropped: Dropped, folder: Path) -> list[Dropped]:
    """Return the file itself, or the members of an archive, unpacked into ``folder``."""
    source = identify(dropped.path)
    if source.kind != FileKind.ZIP:
        return [dropped]
    into = folder / (_year_part(dropped.name) or "zip")
    into.mkdir(parents=True)
    return [
        Dropped(path, f"{dropped.name}/{path.relative_to(into).as_posix()}")
        for path in unpack(source, into)
    ]


def _year_part(name: str) -> str:
    """The year's folder that an archive lies in, so that its files count to that year."""
    parts = PurePosixPath(name).parts[:-1]
    return next((part for part in reversed(parts) if re.fullmatch(r"(?:19|20)\d{2}", part)), "")
