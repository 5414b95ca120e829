"""What one file or paper makes go wrong ends there: a line for the officer, the rest in a log."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from pipeline.access import share
from pipeline.files import FULL
from pipeline.problems import NotRead, Problem

LOG_NAME = "dienhinh.log"
_LARGEST = 1_000_000  # bytes of one log file
_KEPT = 3  # older log files

log = logging.getLogger("pipeline")


def start_log(folder: Path) -> Path:
    """Let tracebacks go to a rotating file of the working folder; return its path.

    The file is made when there is something to write.
    """
    path = folder.resolve() / LOG_NAME
    for handler in list(log.handlers):
        log.removeHandler(handler)
        handler.close()
    handler = _SharedHandler(
        path, maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.propagate = False
    logging.raiseExceptions = False  # a log that cannot be written stops nobody
    return path


class _SharedHandler(RotatingFileHandler):
    """Lets whoever may write into the folder write into its log."""

    def _open(self) -> TextIOWrapper:
        stream = super()._open()
        share(Path(self.baseFilename))
        return stream


@contextmanager
def hold(name: str, problem: type[Problem] = NotRead) -> Iterator[None]:
    """Let what is known to go wrong pass; make anything else a ``problem`` of one file or paper.

    Args:
        name: of the file or paper, for the log.
        problem: what it becomes; its words say where the log lies.

    Raises:
        Problem: whatever went wrong inside, but for an interruption.
    """
    try:
        yield
    except Problem:
        raise
    except Exception as error:
        log.exception("%s", name)
        raise explain(error, name, problem) from error


def explain(error: BaseException, name: str, problem: type[Problem] = NotRead) -> Problem:
    """Return the problem that an error which nobody foresaw is told as."""
    for kind, what in _LIMITS.items():
        if issubclass(problem, NotRead) and isinstance(error, kind):
            return problem(what, _SPLIT)
    if isinstance(error, OSError) and error.errno in FULL:
        place = error.filename2 or error.filename
        where = Path(place).parent if place else tempfile.gettempdir()
        return problem(f"Hết dung lượng đĩa ở {where}", "Hãy dọn bớt ổ đĩa đó rồi chạy lại")
    told = {"name": name, "error": type(error).__name__, "log": find_log()}
    what, remedy = problem.unforeseen
    return problem(what.format(**told), remedy.format(**told))


_LIMITS: dict[type[BaseException], str] = {
    MemoryError: "Máy không đủ bộ nhớ để đọc tệp này",
    RecursionError: "Nội dung tệp lồng nhau quá nhiều lớp",
}
_SPLIT = "Bỏ phần không cần (ảnh lớn, trang trống) rồi lưu lại, hoặc tách tệp thành nhiều tệp nhỏ"


def find_log() -> str:
    """Return where tracebacks are kept."""
    paths = (h.baseFilename for h in log.handlers if isinstance(h, RotatingFileHandler))
    return next(paths, LOG_NAME)
