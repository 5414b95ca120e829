"""What a run is asked to do, and what it did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.job.inbox import Dropped, Stamp, stamp_file
from pipeline.job.told import Told
from pipeline.model import Outcome
from pipeline.problems import ExitCode, NotWritten
from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Job:
    """What one run is asked to do."""

    input: Path
    output: Path
    settings: Settings
    year: int | None = None  # only this year's papers are written
    template: Path | None = None  # the officer's own report
    cluster: str = ""  # address of a Dask scheduler whose workers read; "": this computer
    full: bool = False  # the report holds all tables
    lists: bool = False  # the tables that the report leaves out are a paper of their own
    folder: Path = Path()  # where the register lies, wherever the papers go
    stamps: Mapping[Path, Stamp] | None = None  # only files that stand so are read; None: all

    def takes(self, dropped: Dropped) -> bool:
        """Whether a file is to be read: one that is still being copied is not."""
        return self.stamps is None or self.stamps.get(dropped.path) == stamp_file(dropped.path)


@dataclass(frozen=True, slots=True)
class Result:
    """What a run did."""

    told: tuple[Told, ...]  # of each file
    written: tuple[Path, ...] = ()
    problems: tuple[NotWritten, ...] = ()
    messages: tuple[str, ...] = ()  # what was taken in from the workbooks

    @property
    def exit_code(self) -> ExitCode:
        """3 before 2: an output that is missing weighs more than a file that was not read."""
        if self.problems:
            return ExitCode.NOT_WRITTEN
        failed = any(told.outcome is Outcome.FAILED for told in self.told)
        return ExitCode.NOT_READ if failed else ExitCode.OK
