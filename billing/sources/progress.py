"""A bar that shows how much of a file is read, to people only."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import count
from typing import BinaryIO, TextIO, TypeVar

from django.conf import settings
from django.db import reset_queries
from rich.console import Console
from rich.progress import Progress

EVERY = 500
"""Orders between two looks at the position: often enough for the eye, too rare to cost."""

Item = TypeVar("Item")


def shown(items: Iterable[Item], file: BinaryIO, output: TextIO) -> Iterator[Item]:
    """Pass `items` on while a bar on `output` follows the position in `file`.

    Where `output` is no terminal there is no bar.
    """
    console = Console(file=output)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("", total=os.fstat(file.fileno()).st_size)
        for number, item in zip(count(), items):
            yield item
            if number % EVERY == 0:
                progress.update(task, completed=file.tell())
                if settings.DEBUG:
                    reset_queries()  # Django would keep every statement, rows and all
