"""Moving the demo's time ahead, a day at a time, so that all that is due happens in its order.

The local Stripe goes first and tells of renewals and failed payments by webhooks; then whatever
the product itself does by the clock is done at the new time.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime

from celery import current_app
from django.core.cache import cache

from billing.models import StripeEvent
from cms.demo.controls import control
from portals import clock

DAY = 86_400
LEFT = "demo:clock:left"
LONGEST = 366
BY_THE_CLOCK = ("billing.tasks.return_subscriptions", "cms.tasks.note_what_is_ahead")
PATIENCE = 3.0  # seconds a day at most
LOOK = 0.05
QUIET = 3  # looks


@dataclass(frozen=True, slots=True)
class ClockState:
    """What the demo's clock says, and how many days it is still to be moved."""

    now: datetime
    ahead_days: int
    left: int


def state() -> ClockState:
    """Return where the clock stands."""
    return ClockState(clock.now(), clock.offset().days, int(cache.get(LEFT, 0)))


def begin(days: int) -> bool:
    """Have the worker move the clock so many days; whether it was not being moved already."""
    if not 1 <= days <= LONGEST or not cache.add(LEFT, days, 600):
        return False
    current_app.send_task("cms.demo.tasks.move_clock", (days,))
    return True


def move(days: int) -> None:
    """Move the clock, and do by day what is done by the clock."""
    try:
        for left in range(days - 1, -1, -1):
            answer = control("clock", {"advance": DAY})
            clock.move(int(answer["offset"]))
            _let_events_in()
            for name in BY_THE_CLOCK:
                current_app.tasks[name].apply()
            cache.set(LEFT, left, 600)
    finally:
        cache.delete(LEFT)


def _let_events_in() -> None:
    """Wait until what Stripe told of the day has been worked on, so that days keep their order."""
    until, quiet = time.monotonic() + PATIENCE, 0
    while quiet < QUIET and time.monotonic() < until:
        time.sleep(LOOK)
        waiting = StripeEvent.objects.filter(state=StripeEvent.State.PENDING).exists()
        quiet = 0 if waiting else quiet + 1
