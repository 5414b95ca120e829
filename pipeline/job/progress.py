"""What the officer sees while files are read, and when all is written."""

from __future__ import annotations

from rich.console import Console
from rich.control import Control
from rich.segment import ControlType
from rich.text import Text

from pipeline.job.intake import FORM
from pipeline.job.job import Result
from pipeline.model import Outcome, Plan
from pipeline.write.sheets.checks import count_checks

_LOOKS = {
    Outcome.READ: "green",
    Outcome.CHECK: "yellow",
    Outcome.FAILED: "red",
    Outcome.SKIPPED: "dim",
}


class Progress:
    """One line a file, then what was written and what needs a look."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, soft_wrap=True)
        self._passing = False
        self._told: dict[str, str] = {}  # by file

    def tell(self, done: int, count: int, plan: Plan) -> None:
        """Print the line of one file."""
        self._clear()
        told = summarise(plan)
        self._told[plan.receipt.source_file] = told
        line = Text(f"{done}/{count} {plan.receipt.source_file}: ")
        line.append(told, style=_LOOKS[plan.receipt.outcome])
        self._console.print(line)

    def tell_page(self, name: str, done: int, count: int) -> None:
        """Show how far the recognition of a scan is, on a line that goes again."""
        if not self._console.is_terminal:
            return
        self._clear()
        line = Text(f"{name}: nhận dạng trang {min(done + 1, count)}/{count}", style="dim")
        line.truncate(self._console.width - 1, overflow="ellipsis")
        self._console.print(line, end="")
        self._passing = True

    def _clear(self) -> None:
        """Wipe the line that goes again."""
        if self._passing:
            start, wipe = ControlType.CARRIAGE_RETURN, (ControlType.ERASE_IN_LINE, 2)
            self._console.control(Control(start, wipe))
            self._passing = False

    def close(self, result: Result) -> None:
        """Print what was written, and what needs a look."""
        if not result.plans:
            self._console.print("Thư mục đầu vào chưa có tệp nào.")
        for message in result.messages:
            self._console.print(Text(message))
        for plan in result.plans:
            self._tell_corrected(plan)
        for path in result.written:
            self._console.print(Text(f"Đã ghi {path}"))
        for plan in result.plans:
            notes = (
                plan.receipt.notes
                if plan.receipt.outcome is Outcome.SKIPPED
                else plan.receipt.doubts
            )
            for note in notes:
                where = f" ({note.where})" if note.where and not note.says_where else ""
                self._console.print(
                    Text(f"Cần xem: {plan.receipt.source_file}: {note.text}{where}", style="yellow")
                )
        for problem in result.problems:
            self._console.print(Text(str(problem), style="red"))

    def _tell_corrected(self, plan: Plan) -> None:
        """Print the line of a file again where this run took in corrections of it."""
        name, now = plan.receipt.source_file, summarise(plan)
        if plan.receipt.outcome is not Outcome.SKIPPED and self._told.get(name, now) != now:
            self._console.print(Text(f"{name}: {now} (đã tính những chỗ sửa)"))


def summarise(plan: Plan) -> str:
    """Return what became of a file in a few words: "35 mục, 2 cần xem"."""
    if plan.receipt.outcome is Outcome.FAILED:
        return "không đọc được"
    checks = count_checks(plan)
    form = next((note.text for note in plan.receipt.notes if note.code == FORM), "")
    if form:
        return f"{form}, {checks} cần xem" if checks else form
    found = f"{len(plan.frame)} mục"
    return f"{found}, {checks} cần xem" if checks else found
