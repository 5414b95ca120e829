"""Papers as they were written: what each was made from, and whether it still lies there so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pipeline.register.schema import WorkbookRow
from pipeline.register.store import Register


@dataclass(frozen=True, slots=True)
class Output:
    """One paper as it was written."""

    mtime_ns: int
    size: int
    digest: str = ""  # of all that it was made from; "": it is made anew each time
    year: int | None = None

    def is_intact(self, path: Path) -> bool:
        """Whether the paper lies at ``path`` as it was written."""
        try:
            stat = path.stat()
        except OSError:
            return False
        return (stat.st_mtime_ns, stat.st_size) == (self.mtime_ns, self.size)


def read_outputs(register: Register) -> dict[str, Output]:
    """Return the papers that were written, by their path inside the output folder."""
    columns = (WorkbookRow.path, WorkbookRow.mtime_ns, WorkbookRow.size, WorkbookRow.digest,
               WorkbookRow.year)  # fmt: skip
    with Session(register.engine) as session:
        return {
            path: Output(mtime_ns, size, digest, year)
            for path, mtime_ns, size, digest, year in session.execute(select(*columns))
        }


def forget_outputs(register: Register, output: Path, paths: Iterable[Path]) -> None:
    """Forget papers that lie no longer where they were written."""
    names = [path.relative_to(output).as_posix() for path in paths]
    with Session(register.engine) as session, session.begin():
        for name in names:
            session.execute(delete(WorkbookRow).where(WorkbookRow.path == name))


def note_outputs(
    register: Register,
    output: Path,
    paths: Iterable[Path],
    digests: Mapping[Path, str],
    years: Mapping[Path, int | None],
) -> None:
    """Remember papers as they were just written.

    Args:
        register: where they are remembered.
        output: the folder that they are inside of.
        paths: of the papers.
        digests: of what they were made from, where that is known.
        years: whose papers they are.
    """
    with Session(register.engine) as session, session.begin():
        for path in paths:
            stat = path.stat()
            session.merge(
                WorkbookRow(
                    path=path.relative_to(output).as_posix(),
                    mtime_ns=stat.st_mtime_ns,
                    size=stat.st_size,
                    digest=digests.get(path, ""),
                    year=years.get(path),
                )
            )
