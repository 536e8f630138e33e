"""Rows that several tests share: each takes back what it does to them itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest_django
from django.db import transaction


@contextmanager
def lasting(blocker: pytest_django.DjangoDbBlocker) -> Iterator[None]:
    """Let what is written within stand for all tests until the end, as of a fixture's module."""
    outer: Any = transaction.atomic()
    outer._from_testcase = True  # as Django's own test cases have it: an action begins within
    with blocker.unblock(), outer:
        yield
        transaction.set_rollback(True)
