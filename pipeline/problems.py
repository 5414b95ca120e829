"""What can go wrong, in the officer's words, and the exit code that each thing has."""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """What the command returns to the shell."""

    OK = 0
    BAD_OPTIONS = 1  # wrong options or settings
    NOT_READ = 2  # some file was not read; everything else is written
    NOT_WRITTEN = 3  # an output could not be written
    STOPPED = 130  # by the user or the system, as shells count an interruption


class Problem(Exception):
    """Something that the officer can mend: says what happened, and what to do.

    Args:
        what: one Vietnamese sentence without its full stop: what happened.
        remedy: one Vietnamese sentence: what to do about it.
    """

    exit_code = ExitCode.NOT_READ
    code = "not-read"
    unforeseen: ClassVar[tuple[str, str]] = (
        "Chương trình gặp lỗi chưa lường trước ({error}), chi tiết ở {log}",
        "Gửi tệp nhật ký đó cho người hỗ trợ",
    )
    """What and remedy where nobody foresaw the error: of {name}, its {error}, told in {log}."""

    def __init__(self, what: str, remedy: str = "") -> None:
        stop = "" if what.endswith(("?", ".", "!")) else "."
        super().__init__(f"{what}{stop} {remedy}" if remedy else what)
        self.what = what
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[Problem], tuple[str, str]]:
        """Travel between processes with both parts."""
        return type(self), (self.what, self.remedy)


class BadSettings(Problem):
    """A wrong option, or a settings file that does not hold."""

    exit_code = ExitCode.BAD_OPTIONS
    code = "bad-settings"


class NotRead(Problem):
    """A file that gives no rows; the others go on."""

    unforeseen = (
        "Chương trình gặp lỗi chưa lường trước khi đọc tệp này ({error})",
        "Lưu tệp sang dạng khác rồi thả lại; nếu vẫn lỗi, gửi tệp nhật ký {log} cho người hỗ trợ",
    )


class ReaderMissing(NotRead):
    """A file that needs an optional part which is not installed."""

    code = "reader-missing"


class NotWritten(Problem):
    """An output that could not be put in place."""

    exit_code = ExitCode.NOT_WRITTEN
    code = "not-written"
    unforeseen = (
        "Không ghi được {name} vì lỗi chưa lường trước ({error})",
        "Các tệp khác vẫn được ghi; gửi tệp nhật ký {log} cho người hỗ trợ",
    )
