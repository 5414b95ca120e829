"""Whoever does a run's tasks: the process itself, workers beside it, or a cluster."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol

from pipeline.read.means import TellPage

Task = Callable[[TellPage], Any]
"""What a worker does: is given whom to tell of pages, returns what can be pickled."""


class Crew(Protocol):
    """Whoever does tasks, here or elsewhere."""

    @property
    def width(self) -> int:
        """How many tasks to give at a time, so that nobody waits and results do not pile up."""

    def submit(self, task: Task, tell_page: TellPage) -> Future[Any]:
        """Have a task done; its problem or fault is the future's exception."""


def tell_nobody(_done: int, _count: int) -> None:
    """Keep silent."""


class OwnProcess:
    """A crew that is no other: each task is done when it is submitted, without limits."""

    width = 1

    def submit(self, task: Task, tell_page: TellPage) -> Future[Any]:
        """Do a task; its problem or fault is the future's exception."""
        future: Future[Any] = Future()
        try:
            future.set_result(task(tell_page))
        except Exception as error:
            future.set_exception(error)
        return future
