"""The time that people are shown and that rules are decided at.

It is the real one, but for a demo whose clock somebody has moved ahead with that of the local
Stripe. What compares answers of Stripe with each other keeps to the real time.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

OFFSET = "demo:clock"


def now() -> datetime:
    """Return the present, of the demo where this is one."""
    return timezone.now() + offset()


def offset() -> timedelta:
    """Return how far the demo's clock is ahead; nothing anywhere else."""
    return timedelta(seconds=cache.get(OFFSET, 0)) if settings.DEMO else timedelta()


def move(seconds: int) -> None:
    """Set the demo's clock this far ahead. Raise `RuntimeError` where this is no demo."""
    if not settings.DEMO:
        raise RuntimeError("Only a demo's clock can be moved.")
    cache.set(OFFSET, seconds, None)
