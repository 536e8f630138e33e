"""A count that shows how far a long command is, to people only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn


class Counting:
    """A bar on `output` while the context lasts; where `output` is no terminal there is none.

    Nobody knows how many there will be, so the bar moves and the number grows.
    """

    def __init__(self, output: TextIO) -> None:
        console = Console(file=output)
        columns = (BarColumn(), TextColumn("{task.completed}"), TimeElapsedColumn())
        self._shown = console.is_terminal
        self._progress = Progress(
            *columns, console=console, disable=not self._shown, transient=True
        )
        self._task = self._progress.add_task("", total=None)

    def __enter__(self) -> Counting:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def count(self, done: int = 1) -> None:
        """One more is done, or so many."""
        self._progress.advance(self._task, done)

    @contextmanager
    def aside(self, needed: bool) -> Iterator[None]:
        """Take the bar out of the way of lines that are written meanwhile."""
        if not (needed and self._shown):
            yield
            return
        self._progress.stop()
        yield
        self._progress.start()
