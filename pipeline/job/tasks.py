"""What is done with a dropped file in a worker: nothing of it is opened anywhere else."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.codes import FileKind
from pipeline.follow_up import Form
from pipeline.forms.criteria import Criteria
from pipeline.forms.reading import is_form, is_printed_form, read_form
from pipeline.job.plan import Findings, read_tables, understand
from pipeline.model import Note
from pipeline.problems import NotRead
from pipeline.read import identify
from pipeline.read.means import Means, TellPage
from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file on its way to whoever reads it."""

    name: str  # how it is called in what the officer reads
    path: Path
    folder_year: int | None  # year of the folder around it
    content: bytes | None = None  # None: it lies at ``path``; else all of it

    def pack(self) -> Parcel:
        """Return the parcel with its content, for a computer that does not see the file.

        Raises:
            OSError: the file cannot be read.
        """
        return replace(self, content=self.path.read_bytes())


@dataclass(frozen=True, slots=True)
class FormFindings:
    """A form that came back, and what could not be taken of it."""

    form: Form
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class ReadTask:
    """Read one file: a plan, or a form."""

    parcel: Parcel
    settings: Settings
    criteria: Criteria
    threads: int = 0  # that recognise pages; 0: one a core

    def __call__(self, tell_page: TellPage) -> Findings | FormFindings:
        """Return what the file gives.

        Raises:
            NotRead: it cannot be read.
        """
        if self.parcel.content is None:
            return self._read(self.parcel.path, tell_page)
        with tempfile.TemporaryDirectory(prefix="dienhinh-", ignore_cleanup_errors=True) as folder:
            path = Path(folder) / f"parcel{self.parcel.path.suffix}"
            path.write_bytes(self.parcel.content)
            return self._read(path, tell_page)

    def _read(self, path: Path, tell_page: TellPage) -> Findings | FormFindings:
        source = identify(path)
        if source.kind in (FileKind.XLSX, FileKind.XLS) and is_form(path):
            return FormFindings(*read_form(source, self.criteria, self.parcel.name))
        means = replace(Means.of(self.settings, tell_page), threads=self.threads)
        reading = read_tables(source, means)
        if is_printed_form(reading.document):
            raise NotRead(
                "Đây là phiếu theo dõi, đánh giá đã in, quét hoặc lưu thành dạng khác",
                "Thả tệp Excel (.xlsx) mà đơn vị đã điền",
            )
        return understand(reading, self.settings, self.parcel.name, self.parcel.folder_year)

    def pack(self) -> ReadTask:
        """Return the task with the file's content in it.

        Raises:
            OSError: the file cannot be read.
        """
        return replace(self, parcel=self.parcel.pack())
