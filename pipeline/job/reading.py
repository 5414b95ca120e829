"""Every dropped file read, or remembered: in the files' order, several at a time."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from pipeline import __version__
from pipeline.boundary import hold
from pipeline.forms.criteria import Criteria
from pipeline.job.crew import Crew
from pipeline.job.inbox import Dropped
from pipeline.job.plan import Findings, failed_plan, find_folder_year, frame_plan
from pipeline.job.tasks import FormFindings, Parcel, ReadTask
from pipeline.job.told import Told, unpack_told
from pipeline.job.workers import count_workers
from pipeline.model import Plan
from pipeline.problems import NotRead
from pipeline.read import hash_file
from pipeline.read.recipe import digest_libraries, digest_program
from pipeline.register.store import KnownFile, Register
from pipeline.settings import Settings

TellFilePage = Callable[[str, int, int], None]
"""Called while a file's pictures are read: its name, how many pages are done, of how many."""

Gift = Plan | FormFindings | Told
"""What a file gave: a plan read now or under another name, a form, or what is known of it."""


@dataclass
class InboxReader:
    """Has single files read, or remembers what was read of them before."""

    settings: Settings
    register: Register
    now: datetime
    crew: Crew
    criteria: Criteria
    tell_page: TellFilePage
    unchanged: list[int] = field(default_factory=list)  # numbers of files known as they are
    _known: Mapping[str, list[KnownFile]] = field(init=False)  # by hash
    _hashes: dict[Path, str] = field(default_factory=dict)
    _count: int = 0  # of the files of this run

    def __post_init__(self) -> None:
        """Ask the register once for all that it knows."""
        known: dict[str, list[KnownFile]] = {}
        for file in self.register.list_known():
            known.setdefault(file.sha256, []).append(file)
        self._known = known

    def knows(self, path: Path) -> bool:
        """Say whether this program read a file of this content before, whatever its name."""
        try:
            same = self._known.get(self._hash(path), ())
        except NotRead:
            return False
        reader = describe_reader(path, self.settings)
        return any(file.reader == reader for file in same)

    def _hash(self, path: Path) -> str:
        if path not in self._hashes:
            self._hashes[path] = hash_file(path)
        return self._hashes[path]

    def read_all(self, files: Sequence[Dropped]) -> Iterator[tuple[Dropped, Gift]]:
        """Give what each file holds, in their order."""
        self._count = len(files)
        waiting: deque[Callable[[], tuple[Dropped, Gift]]] = deque()
        for file in files:
            waiting.append(self._begin(file))
            if len(waiting) > self.crew.width:
                yield waiting.popleft()()
        while waiting:
            yield waiting.popleft()()

    def _begin(self, file: Dropped) -> Callable[[], tuple[Dropped, Gift]]:
        """Begin to read a file; the call that is returned waits for what it gives."""
        try:
            with hold(file.name):
                if file.problem is not None:
                    raise file.problem
                sha256, reader = self._hash(file.path), describe_reader(file.path, self.settings)
                known = self._remember(file.name, sha256, reader)
                if known is not None:
                    return lambda: (file, known)
                future = self.crew.submit(self._make_task(file), partial(self.tell_page, file.name))
        except NotRead as error:
            failed = failed_plan(error, file.name)
            return lambda: (file, failed)
        return lambda: (file, self._end(file, reader, future))

    def _remember(self, name: str, sha256: str, reader: str) -> Told | Plan | None:
        """What was read from this content before, by this program; None: it is to be read."""
        same = [file for file in self._known.get(sha256, ()) if file.reader == reader]
        own = next((file for file in same if file.name == name and file.current), None)
        if own is not None and own.told is not None and not own.unfinished:
            self.unchanged.append(own.number)
            return unpack_told(name, own.told)
        return self.register.find_plan(name, sha256, reader, self.now) if same else None

    def _make_task(self, file: Dropped) -> ReadTask:
        parcel = Parcel(file.name, file.path, find_folder_year(file.path))
        at_once = min(self._count, count_workers(self.settings.limits))
        threads = max(1, (os.cpu_count() or 1) // at_once)
        return ReadTask(parcel, self.settings, self.criteria, threads)

    def _end(
        self, file: Dropped, reader: str, future: Future[Findings | FormFindings]
    ) -> Plan | FormFindings:
        try:
            with hold(file.name):
                found = future.result()
                if isinstance(found, FormFindings):
                    return found
                return self.register.save_plan(frame_plan(found), reader, self.now)
        except NotRead as error:
            return failed_plan(error, file.name)


_READING = (
    *("language", "read", "extract", "classify", "audit", "data"),
    *("model.py", "frame.py", "settings.py", "job/plan.py"),
)
"""Parts of the program that a reading depends on."""


def describe_reader(path: Path, settings: Settings) -> str:
    """Return all that the reading of a file depends on, but for its content."""
    place = settings.place
    program = (__version__, digest_program(*_READING), digest_libraries())
    parts = (*program, place.province, place.district, find_folder_year(path) or "")
    return "|".join(map(str, parts))
