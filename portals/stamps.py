"""How a process learns that what it keeps has changed: a stamp in the cache that all share.

What is kept (the portals, the pages) is kept under a stamp, and read anew once that differs.
Within one request the stamps are asked for together, once: every question in it gets answers of
the same moment, and whatever else the page asks costs the cache nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.cache import cache

PORTALS, PAGES = "portals:stamp", "pages:stamp"

_seen: ContextVar[dict[str, str] | None] = ContextVar("stamps", default=None)


@contextmanager
def steady() -> Iterator[None]:
    """Ask for the stamps once in here; but a change made in here is seen in here."""
    token = _seen.set(cache.get_many([PORTALS, PAGES]))
    try:
        yield
    finally:
        _seen.reset(token)


def stamp_of(name: str) -> str:
    """Return the present stamp; a new one where the cache has lost it."""
    seen = _seen.get()
    stamp: str | None = cache.get(name) if seen is None else seen.get(name)
    if stamp is None:
        stamp = str(cache.get_or_set(name, uuid.uuid4().hex, None))
        if seen is not None:
            seen[name] = stamp
    return stamp


def change_stamp(name: str) -> None:
    """Have every process read anew what it keeps under this stamp."""
    stamp, seen = uuid.uuid4().hex, _seen.get()
    cache.set(name, stamp, None)
    if seen is not None:
        seen[name] = stamp
