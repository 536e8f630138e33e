"""A change of one subscription by one request, and how it shows that it has happened."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from billing.actions import messages
from billing.actions.operation import (
    Asking,
    Command,
    Target,
    Text,
    Told,
    carry_out,
    conclude,
    refusal,
)
from billing.gateway.errors import GatewayError, NotFound
from billing.gateway.records import SubscriptionRecord
from billing.gateway.subscriptions import fetch_subscription
from billing.mirror.subscriptions import store_subscription
from billing.models import Operation, Outcome, Subscription

logger = logging.getLogger(__name__)

Params = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A kind of change: its name, how to see that it has happened, and what people are told.

    `is_done` is given the subscription as Stripe has it now, and what the operation asked for.
    """

    name: str
    is_done: Callable[[SubscriptionRecord, Params], bool]
    done: Text
    unchanged: Text
    refused_as: str = field(default="not_effective")


def change_subscription(
    change: Change,
    subscription: Subscription,
    asking: Asking,
    *,
    send: Callable[[], SubscriptionRecord],
    answer: Told | None = None,
    params: Params | None = None,
) -> Operation:
    """Have a subscription changed, once; see `carry_out`. `answer`: no need to ask Stripe."""
    command = Command(
        change.name,
        target_of(subscription),
        ask=lambda operation: shown(change, operation, send(), now=asking.now),
        unchanged=change.unchanged,
        answer=answer,
        params=params or {},
    )
    return carry_out(command, asking)


def settle_change(change: Change, operation: Operation, *, now: datetime, is_over: bool) -> None:
    """Look whether it has happened. `is_over`: it cannot be under way any more.

    Nothing is asked for again. Raise `OutcomeUnknown` where Stripe cannot be looked at.
    """
    try:
        record = fetch_subscription(operation.target)
    except NotFound as fault:
        conclude(operation, refusal(fault, change.unchanged), now=now)
        return
    if change.is_done(record, operation.params):
        conclude(operation, shown(change, operation, record, now=now), now=now)
    elif is_over:
        message = messages.not_done(str(change.unchanged))
        conclude(operation, Told(Outcome.REFUSED, message, "not_done"), now=now)
        show(record, now=now)


def shown(
    change: Change, operation: Operation, record: SubscriptionRecord, *, now: datetime
) -> Told:
    """Return what a subscription shows after it was asked for; it is in the mirror then too."""
    show(record, now=now)
    after, request_id = summary(record), record.request_id
    if change.is_done(record, operation.params):
        return Told(Outcome.DONE, change.done, after=after, request_id=request_id)
    message = messages.not_effective(str(change.unchanged))
    return Told(Outcome.REFUSED, message, change.refused_as, after=after, request_id=request_id)


def show(record: SubscriptionRecord, *, now: datetime) -> None:
    """Put the record into the mirror. What goes wrong with that, the webhook's handler mends."""
    try:
        store_subscription(record, now=now)
    except GatewayError:
        logger.warning("The mirror of %s waits for its webhook.", record.external_id)


def target_of(subscription: Subscription) -> Target:
    """Return the subscription as what a change is about."""
    return Target(
        subscription.customer_id,
        subscription.shop_id,
        subscription.external_id,
        before=summary(subscription),
    )


def summary(of: Subscription | SubscriptionRecord) -> dict[str, Any]:
    """Return what is kept of a subscription before and after a change."""
    ends = {"cancel_at": of.cancel_at, "current_period_end": of.current_period_end}
    times = {name: time.isoformat() if time else None for name, time in ends.items()}
    return {"state": str(of.state), "pause_kind": of.pause_kind, **times}
