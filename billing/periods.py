"""Counting from one charge to the next, as Stripe does."""

from __future__ import annotations

import calendar
from datetime import datetime, timedelta

_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}


def later(moment: datetime, interval: str, count: int) -> datetime:
    """Return the time so many days, weeks, months or years later.

    A month later than the 31st is the last day of a shorter month. Raise `ValueError` for an
    interval that is none of these.
    """
    if interval in _DAYS:
        return moment + timedelta(days=_DAYS[interval] * count)
    if interval not in _MONTHS:
        raise ValueError(f"No such interval: {interval}")
    months = moment.month - 1 + _MONTHS[interval] * count
    year, month = moment.year + months // 12, months % 12 + 1
    day = min(moment.day, calendar.monthrange(year, month)[1])
    return moment.replace(year=year, month=month, day=day)
