"""The day on which a paused subscription goes on by itself.

Stripe ends a hold on a day that it is told. For a stop it has none: there is a row of `Return`,
and the worker (`returning`) restarts what is due.
"""

from __future__ import annotations

import logging
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from billing.actions.operation import Told
from billing.gateway.records import SubscriptionRecord
from billing.gateway.subscriptions import STOP
from billing.mirror.locks import locked
from billing.models import Operation, Outcome, Return, Subscription
from portals.registry import Portal

logger = logging.getLogger(__name__)

SOONEST, LATEST = timedelta(days=1), timedelta(days=365)


def days_for(portal: Portal, *, now: datetime) -> tuple[date, date]:
    """Return the first and the last day that may be chosen."""
    today = localdate(now, portal.tz)
    return today + SOONEST, today + LATEST


def moment_of(day: date, portal: Portal) -> datetime:
    """Return when it goes on: as the day begins where the portal is."""
    return datetime.combine(day, time(), portal.tz)


def refused_day(day: date | None, portal: Portal, *, now: datetime) -> Told | None:
    """Return why it cannot go on by itself on this day, None where it can."""
    first, last = days_for(portal, now=now)
    if day is None or first <= day <= last:
        return None
    message = _("Choose a day from tomorrow on, at most a year ahead.")
    return Told(Outcome.REFUSED, message, "day")


def asked_moment(params: dict[str, Any]) -> datetime | None:
    """Return when it is to go on, as an operation's params say."""
    until = params.get("until")
    return datetime.fromisoformat(until) if until else None


def keep_return(operation: Operation, record: SubscriptionRecord) -> None:
    """Plan what Stripe does not: the return of what was stopped. Without a day, drop it.

    The row is made anew, because its id is that of the operation it is to become.
    """
    if record.pause_kind != STOP:
        return
    at = asked_moment(operation.params)
    with transaction.atomic():
        locked(operation.customer_id)
        rows = Return.objects.filter(
            subscription__customer=operation.customer_id,
            subscription__external_id=record.external_id,
        )
        if at is not None and rows.filter(at=at).exists():
            return
        rows.delete()
        subscription = Subscription.objects.filter(
            customer=operation.customer_id, external_id=record.external_id
        ).first()
        if at is not None and subscription is not None:
            Return.objects.create(subscription=subscription, at=at)
