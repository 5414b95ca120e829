"""What the page asks of the working folder: years, questions, answers, papers, files dropped."""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from pipeline.access import make_folder, share
from pipeline.classify.fields import field_names
from pipeline.desk.doubts import Question, list_notes, list_questions
from pipeline.desk.runner import Runner
from pipeline.desk.search import Index
from pipeline.files import name_file
from pipeline.job.job import Job
from pipeline.job.run import load_plans, review_year
from pipeline.job.told import Told, unpack_told
from pipeline.model import Outcome, Plan
from pipeline.problems import NotWritten
from pipeline.register.connect import has_register
from pipeline.register.lock import hold_lock
from pipeline.register.officer.direct import answer_entries, undo_last
from pipeline.register.officer.store import read_corrections
from pipeline.register.store import Register, open_alone, open_register
from pipeline.register.year import Review
from pipeline.write.sheets.counts import read_rows

LARGEST = 500 * 2**20  # bytes of a file that is dropped on the page
_UNREAD = "không đọc được; bấm đọc lại để xem vì sao"
_PAPERS = (".xlsx", ".docx", ".html")


@dataclass
class DeskOffice:
    """The working folder behind the page."""

    make_job: Callable[[], Job]
    folder: Path = Path()  # where the settings lie
    left: set[str] = field(default_factory=set)  # questions left for later
    runner: Runner = field(init=False)
    _index: tuple[object, Index] | None = None

    def __post_init__(self) -> None:
        """Make what begins runs."""
        self.runner = Runner(self.make_job)

    @contextmanager
    def _open(self) -> Iterator[tuple[Register, Job] | None]:
        """The register for reading, None where nothing was read yet."""
        job = self.make_job()
        folder = job.folder.resolve()
        if not has_register(folder, job.settings.database):
            yield None
            return
        with open_register(folder, job.settings.database) as register:
            yield register, job

    def list_years(self) -> list[int]:
        """Return the years that were read, the latest first."""
        with self._open() as opened:
            return sorted(opened[0].years(), reverse=True) if opened else []

    def list_receipts(self) -> list[Told]:
        """Return what is told of every file: those that were not read last time come first."""
        with self._open() as opened:
            if opened is None:
                return []
            known, (_, unread) = opened[0].list_known(), opened[0].last_run()
        told = [unpack_told(file.name, file.told) for file in known if file.current and file.told]
        failed = [Told(name, Outcome.FAILED, _UNREAD) for name in sorted(unread)]
        return [*failed, *sorted(told, key=lambda one: one.source_file)]

    def review(self, year: int) -> Review | None:
        """Return a year, None where nothing of it was read."""
        with self._open() as opened:
            return review_year(opened[0], year, opened[1].settings) if opened else None

    # --- doubts ----------------------------------------------------------------------

    def questions(self, year: int) -> list[Question]:
        """Return what is to be asked of a year; those left for later at the end."""
        found = list_questions(self._load(year), year)
        return sorted(found, key=lambda question: question.number in self.left)

    def notes(self, year: int) -> list[tuple[str, str]]:
        """Return what is doubted of whole papers of a year, each with its file."""
        return list_notes(self._load(year), year)

    def _load(self, year: int) -> list[Plan]:
        with self._open() as opened:
            if opened is None:
                return []
            return load_plans(opened[0], {year}, opened[1].settings)

    def answer(self, question: Question, year: int, shown: dict[str, str], typed: dict[str, str],
               now: datetime) -> None:  # fmt: skip
        """Keep an answer.

        Raises:
            NotWritten: a run is under way.
            ValueError: as ``answer_entries``.
        """
        with self._open_alone() as register:
            answer_entries(register, question.keys, year, shown, typed, question.why(), now)

    def undo(self, now: datetime) -> int:
        """Take back the last answer; return how many words of it.

        Raises:
            NotWritten: a run is under way.
        """
        with self._open_alone() as register:
            return undo_last(register, now)

    @contextmanager
    def _open_alone(self) -> Iterator[Register]:
        """The register for writing: a run under way would note papers as made that lack a word."""
        job = self.make_job()
        folder = job.folder.resolve()
        with hold_lock(folder), open_alone(folder, job.settings.database) as register:
            yield register

    # --- search ----------------------------------------------------------------------

    def search(self, text: str, year: int | None) -> tuple[list[dict[str, Any]], int]:
        """Return entries of all years that have the words, and how many there are."""
        with self._open() as opened:
            if opened is None:
                return [], 0
            register, job = opened
            given = read_corrections(register)
            undone = sum(correction.undone for correction in given)
            state = (register.last_run(), len(given), undone, self.runner.stage.number)
            if self._index is None or self._index[0] != state:
                names = field_names()
                rows = [
                    {**row, "field_name": names.get(row["field"], "")}
                    for plan in load_plans(register, register.years(), job.settings)
                    for row in read_rows(plan.frame)
                ]
                self._index = (state, Index(rows))
        return self._index[1].find(text, year)

    # --- papers ----------------------------------------------------------------------

    def list_due(self) -> set[int]:
        """Return the years whose papers lack something that was corrected since."""
        with self._open() as opened:
            return opened[0].due_years() if opened else set()

    def list_papers(self) -> dict[str, list[Path]]:
        """Return the papers by the name of their folder, the latest year first."""
        output = self.make_job().output
        found: dict[str, list[Path]] = {}
        for path in sorted(output.glob("*/*")):
            if path.suffix in _PAPERS and not path.name.startswith((".", "~$")):
                found.setdefault(path.parent.name, []).append(path)
        return dict(sorted(found.items(), reverse=True))

    def find_paper(self, folder: str, name: str) -> Path | None:
        """Return one of the listed papers."""
        listed = self.list_papers().get(folder, ())
        return next((path for path in listed if path.name == name), None)

    # --- files that come -------------------------------------------------------------

    async def drop(self, name: str, year: str, chunks: AsyncIterator[bytes]) -> Path:
        """Keep a file whole under its own name in the input folder; nothing is written over.

        Args:
            name: what the browser calls it.
            year: folder of a year, "" for none.
            chunks: its content.

        Raises:
            NotWritten: it is too large, or the folder cannot be written.
        """
        folder = self.make_job().input / year if year else self.make_job().input
        plain = name_file(Path(name.replace("\\", "/")).name).lstrip(".~") or "_"
        part = folder / f".{plain}.{os.getpid()}.part"  # no run reads such a name
        try:
            make_folder(folder)
            with part.open("wb") as stream:
                async for chunk in chunks:
                    if stream.tell() + len(chunk) > LARGEST:
                        raise NotWritten(f"Tệp {plain} quá lớn", "Chép thẳng tệp vào thư mục input")
                    stream.write(chunk)
            share(part)
            return _move_beside(part, folder / plain)
        except OSError as error:
            raise NotWritten(f"Không ghi được {plain} ({error.strerror})") from error
        finally:
            part.unlink(missing_ok=True)


def _move_beside(part: Path, path: Path) -> Path:
    """Move a file to its name, or the next free one; one that is there stays."""
    numbered = (path.with_stem(f"{path.stem} ({number})") for number in count(2))
    for free in (path, *(next(numbered) for _ in range(1000))):
        with contextlib.suppress(FileExistsError):
            free.touch(exist_ok=False)
            return part.replace(free)
    raise NotWritten(f"Có quá nhiều tệp tên {path.name}")
