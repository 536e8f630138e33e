"""Which day the next charge may be moved to, and the change that moves it.

Only what is charged for is moved: a trial, a pause or an end has a day of its own. A charge that
stands on another day than its own may be moved again, within the limits of its own day, but not
skipped again before it has come: else it would never come.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from billing.actions.operation import Told
from billing.gateway.records import SubscriptionRecord
from billing.models import Outcome, Subscription, SubscriptionState
from billing.periods import later
from portals.registry import Portal

FARTHEST = timedelta(days=60)


def is_moved_by(record: SubscriptionRecord, params: dict[str, Any]) -> bool:
    """Return whether the operation with these params was the last to move the charge."""
    return record.moved_by == str(params["mark"])


def params_of(to: datetime, *, mark: object) -> dict[str, Any]:
    """Return what is kept of where a charge is moved to, and by which operation."""
    return {"to": to.isoformat(), "mark": str(mark)}


def refused(subscription: Subscription) -> Told | None:
    """Return why its next charge cannot be moved, None where it can."""
    if subscription.state == SubscriptionState.ACTIVE and subscription.current_period_end:
        return None
    message = _("Only the next charge of a running subscription can be moved.")
    return Told(Outcome.REFUSED, message, "not_running")


def own_day(subscription: Subscription) -> datetime:
    """Return when the next charge comes if it is not moved."""
    day = subscription.paid_until
    if day is None:
        raise ValueError("A subscription without a next charge")
    return day


def after_next(subscription: Subscription) -> datetime:
    """Return when the charge after the next one comes by itself."""
    interval, count = subscription.interval, subscription.interval_count
    return later(own_day(subscription), interval, count)


def days_for(subscription: Subscription, portal: Portal, *, now: datetime) -> tuple[date, date]:
    """Return the first and the last day that the next charge may be moved to."""
    tomorrow = localdate(now, portal.tz) + timedelta(days=1)
    latest = min(after_next(subscription), own_day(subscription) + FARTHEST)
    return tomorrow, localdate(latest, portal.tz)


def on_day(day: date, subscription: Subscription, portal: Portal) -> datetime:
    """Return that day at the hour at which the subscription is charged."""
    hour = localtime(own_day(subscription), portal.tz)
    return hour.replace(year=day.year, month=day.month, day=day.day)
