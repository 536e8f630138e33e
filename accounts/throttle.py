"""Counts tries in fixed windows of time, in the database, so that every process sees one count.

A try is counted before it is judged and given back when it was right: sixty parallel guesses
are sixty, not one. Owners are slowed down, never locked out: the window ends by itself.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F

from accounts.models import ThrottleWindow


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `tries` of one `scope` and identity in each window of `seconds`."""

    scope: str
    tries: int
    seconds: int


class Throttled(Exception):
    """Too many tries; the next one counts from `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"Too many tries until {until:%H:%M}.")
        self.until = until


def count_try(limits: dict[Limit, str], *, now: datetime) -> None:
    """Count one try against each limit's identity; raise `Throttled` where one is over."""
    windows = [(limit, *_window(limit, identity, now)) for limit, identity in limits.items()]
    with transaction.atomic():
        counts = [(limit, ends, _counted(key, ends)) for limit, key, ends in windows]
    over = [ends for limit, ends, count in counts if count > limit.tries]
    if over:
        raise Throttled(max(over))


def give_back(limits: dict[Limit, str], *, now: datetime) -> None:
    """Take back a try that turned out to be right."""
    keys = [_window(limit, identity, now)[0] for limit, identity in limits.items()]
    ThrottleWindow.objects.filter(key__in=keys, count__gt=0).update(count=F("count") - 1)


def _window(limit: Limit, identity: str, now: datetime) -> tuple[str, datetime]:
    number = int(now.timestamp()) // limit.seconds
    name = f"{limit.scope}:{limit.seconds}:{number}:{identity}"
    ends = datetime.fromtimestamp((number + 1) * limit.seconds, tz=UTC)
    return hashlib.sha256(name.encode()).hexdigest(), ends


def _counted(key: str, ends: datetime) -> int:
    window = ThrottleWindow.objects.filter(key=key)
    if not window.update(count=F("count") + 1):
        ThrottleWindow.objects.bulk_create(
            [ThrottleWindow(key=key, count=0, ends_at=ends)], ignore_conflicts=True
        )
        window.update(count=F("count") + 1)
    return window.values_list("count", flat=True).get()


def forget_old_windows(*, now: datetime) -> int:
    """Delete windows long over; return how many."""
    return ThrottleWindow.objects.filter(ends_at__lt=now - timedelta(days=1)).delete()[0]
