"""What the officer sees while files are read, and when all is written."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from rich.console import Console
from rich.control import Control
from rich.segment import ControlType
from rich.text import Text

from pipeline.cli.terminal import show_plain
from pipeline.job.job import Result
from pipeline.job.told import Told
from pipeline.model import Outcome

_YEAR_PAPERS = ("tong-hop-nam-", "bao-cao-nam-")
_MOST_NAMED = 5
_LOOKS = {
    Outcome.READ: "green",
    Outcome.CHECK: "yellow",
    Outcome.FAILED: "red",
    Outcome.SKIPPED: "dim",
}


def _sum_up(result: Result) -> Iterator[str]:
    """Give what to open, what to check first, and what is missing; nothing where nothing is new."""
    papers = [
        path
        for path in result.written
        if path.name.startswith(_YEAR_PAPERS) and "(" not in path.stem
    ]
    if papers:
        yield f"Mở xem: {'; '.join(map(str, papers[:_MOST_NAMED]))}"
    doubted = sorted(result.told, key=lambda told: -told.checks)
    checks = sum(told.checks for told in doubted)
    if papers and checks:
        most = "; ".join(
            f"{told.source_file} ({told.checks})" for told in doubted[:3] if told.checks
        )
        yield f"Kiểm tra trước: {checks} chỗ cần xem, nhiều nhất ở {most}"
    failed = [told.source_file for told in result.told if told.outcome is Outcome.FAILED]
    if failed:
        more = f" và {len(failed) - _MOST_NAMED} tệp khác" if len(failed) > _MOST_NAMED else ""
        yield f"Còn thiếu: {len(failed)} tệp chưa đọc được: {'; '.join(failed[:_MOST_NAMED])}{more}"
    elif papers:
        yield "Còn thiếu: không có tệp nào chưa đọc được"


class Progress:
    """One line a file, then what was written and what needs a look."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, soft_wrap=True)
        self._passing = False
        self._told: dict[str, str] = {}  # by file
        self._alone = threading.Lock()  # pages are told from the threads that wait for workers

    def tell(self, done: int, count: int, told: Told) -> None:
        """Print the line of one file."""
        with self._alone:
            self._clear()
            self._told[told.source_file] = told.line
            line = Text(show_plain(f"{done}/{count} {told.source_file}: "))
            line.append(show_plain(told.line), style=_LOOKS[told.outcome])
            self._console.print(line)

    def tell_page(self, name: str, done: int, count: int) -> None:
        """Show how far the recognition of a scan is, on a line that goes again."""
        if not self._console.is_terminal:
            return
        with self._alone:
            self._clear()
            text = f"{name}: nhận dạng trang {min(done + 1, count)}/{count}"
            line = Text(show_plain(text), style="dim")
            line.truncate(self._console.width - 1, overflow="ellipsis")
            self._console.print(line, end="")
            self._passing = True

    def _clear(self) -> None:
        """Wipe the line that goes again."""
        if self._passing:
            start, wipe = ControlType.CARRIAGE_RETURN, (ControlType.ERASE_IN_LINE, 2)
            self._console.control(Control(start, wipe))
            self._passing = False

    def say(self, text: str) -> None:
        """Print a line about the command itself."""
        self._say(text, "dim")

    def close(self, result: Result, *, whole: bool = True) -> None:
        """Print what was written, and what needs a look.

        Args:
            result: of a run.
            whole: whether it tells of every file there is.
        """
        if whole and not result.told:
            self._say("Thư mục đầu vào chưa có tệp nào.")
        for message in result.messages:
            self._say(message)
        for told in result.told:
            self._tell_corrected(told)
        for path in result.written:
            self._say(f"Đã ghi {path}")
        for told in result.told:
            for note in told.notes:
                where = f" ({note.where})" if note.where and not note.says_where else ""
                self._say(f"Cần xem: {told.source_file}: {note.text}{where}", "yellow")
        for problem in result.problems:
            self._say(str(problem), "red")
        for line in _sum_up(result):
            self._say(line, "bold")

    def _say(self, text: str, style: str = "") -> None:
        self._console.print(Text(show_plain(text), style=style))

    def _tell_corrected(self, told: Told) -> None:
        """Print the line of a file again where this run took in corrections of it."""
        name, now = told.source_file, told.line
        if told.outcome is not Outcome.SKIPPED and self._told.get(name, now) != now:
            self._say(f"{name}: {now} (đã tính những chỗ sửa)")
