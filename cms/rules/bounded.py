"""Keeps one slow question from holding up the editor, and the database with it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction

STEPS = 20_000
"""How often SQLite looks at the clock: about every millisecond."""


class TookTooLong(Exception):
    """The database did not answer in time, or said it never will."""


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """Let each statement within run for so long; raises `TookTooLong` for one that fails.

    A statement that the database refuses, as it is too large, counts as one that takes too long.
    """
    limit = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    try:
        with limit(seconds):
            yield
    except DatabaseError as error:
        raise TookTooLong from error


@contextmanager
def _on_postgresql(seconds: float) -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout TO {int(seconds * 1000)}")
        yield
        cursor.execute("SET LOCAL statement_timeout TO DEFAULT")  # a transaction around may go on


@contextmanager
def _on_sqlite(seconds: float) -> Iterator[None]:
    connection.ensure_connection()
    until = time.monotonic() + seconds
    connection.connection.set_progress_handler(lambda: time.monotonic() > until, STEPS)
    try:
        yield
    finally:
        connection.connection.set_progress_handler(None, STEPS)
