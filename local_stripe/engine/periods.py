"""The arithmetic of billing periods, in UTC as Stripe counts."""

import calendar
import datetime as dt

from local_stripe.errors import Json

DAY = 86400


def add_interval(start: int, recurring: Json, *, anchor: int) -> int:
    """The end of the period that begins at `start`.

    Months keep to the anchor's day: a period anchored on the 31st ends on the last day of a
    shorter month, and goes back to the 31st after it.
    """
    interval, count = recurring["interval"], recurring["interval_count"]
    if interval in ("day", "week"):
        return start + int(count) * DAY * (7 if interval == "week" else 1)
    begins, fixed = _utc(start), _utc(anchor)
    months = begins.month - 1 + int(count) * (12 if interval == "year" else 1)
    year, month = begins.year + months // 12, months % 12 + 1
    day = min(fixed.day, calendar.monthrange(year, month)[1])
    return int(begins.replace(year=year, month=month, day=day).timestamp())


def next_on_anchor(now: int, recurring: Json, *, anchor: int) -> int:
    """The first end of a period after `now`, counted on from the anchor."""
    end = anchor
    while end <= now:
        end = add_interval(end, recurring, anchor=anchor)
    return end


def share(amount: int, *, left: int, whole: int) -> int:
    """The part of an amount for `left` seconds of `whole`, rounded half up to a cent."""
    if whole <= 0:
        return 0
    return int((2 * amount * left + whole) // (2 * whole))


def _utc(at: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(at, dt.UTC)
