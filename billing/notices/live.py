"""Whether what is being written now is news, or only news to us.

An import, a first `sync_stripe` or the nightly walk writes thousands of rows that were true long
ago: nobody may get an e-mail for them. So nothing is news unless whoever writes says that it just
happened, by `live`: the inbox of webhooks, and our own commands. All else writes in silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

FRESH = timedelta(days=1)

_is_live: ContextVar[bool] = ContextVar("billing.notices.live", default=False)


@contextmanager
def live(at: datetime, *, now: datetime) -> Iterator[None]:
    """Tell customers of what is written within, if `at`, when it happened, is no day ago.

    `at` is an event's own time, so that one replayed a week later tells nobody anything.
    """
    before = _is_live.set(is_fresh(at, now=now))
    try:
        yield
    finally:
        _is_live.reset(before)


def is_live() -> bool:
    """Whether customers are to be told of what is written now."""
    return _is_live.get()


def is_fresh(moment: datetime | None, *, now: datetime) -> bool:
    """Whether something dated happened within a day."""
    return moment is not None and moment > now - FRESH
