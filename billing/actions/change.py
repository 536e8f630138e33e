"""A change of one subscription by one request, and how it shows that it has happened."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
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
    take_step,
)
from billing.actions.unpaid import of_unpaid
from billing.gateway.errors import GatewayError, NotFound
from billing.gateway.records import SubscriptionRecord
from billing.gateway.subscriptions import fetch_subscription
from billing.mirror.subscriptions import store_subscription
from billing.models import Operation, Outcome, Subscription

logger = logging.getLogger(__name__)

Params = dict[str, Any]
Send = Callable[[Operation], SubscriptionRecord]


@dataclass(frozen=True, slots=True)
class Change:
    """A kind of change: its name, how to see that it has happened, and what people are told.

    `is_done` is given the subscription as Stripe has it now, and what the operation asked for.
    `then` is what we keep of it ourselves, written when it has happened; twice must be as once.
    `invoice_of` names, of Stripe's answer, the invoice that has to be paid before it counts.
    """

    name: str
    is_done: Callable[[SubscriptionRecord, Params], bool]
    done: Text | Callable[[Params], Text]
    unchanged: Text
    then: Callable[[Operation, SubscriptionRecord], None] | None = None
    invoice_of: Callable[[SubscriptionRecord], str] | None = None

    def told_done(self, params: Params) -> Text:
        """Return what people are told once it has happened."""
        return self.done(params) if callable(self.done) else self.done


def change_subscription(
    change: Change,
    subscription: Subscription,
    asking: Asking,
    *,
    send: Send,
    answer: Told | None = None,
    params: Params | None = None,
) -> Operation:
    """Have a subscription changed, once; see `carry_out`. `answer`: no need to ask Stripe."""
    command = Command(
        change.name,
        target_of(subscription),
        ask=lambda operation: _answered(change, operation, send(operation), now=asking.now),
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
        conclude(operation, _happened(change, operation, record, now=now), now=now)
    elif invoice := _invoice(change, operation, record):
        told = _unpaid(change, operation, invoice, now=now, age=now - operation.created_at)
        if told.outcome != operation.outcome:
            conclude(operation, told, now=now)
    elif is_over:
        message = messages.not_done(str(change.unchanged))
        conclude(operation, Told(Outcome.REFUSED, message, "not_done"), now=now)
        show(record, now=now)


def _answered(
    change: Change, operation: Operation, record: SubscriptionRecord, *, now: datetime
) -> Told:
    """Return what Stripe's answer says of what was asked for; it is in the mirror then too."""
    if change.is_done(record, operation.params):
        return _happened(change, operation, record, now=now)
    show(record, now=now)
    if change.invoice_of is not None and (invoice := change.invoice_of(record)):
        take_step(operation, "invoice", now=now, request_id=record.request_id, invoice=invoice)
        return _unpaid(change, operation, invoice, now=now, age=timedelta())
    message = messages.not_effective(str(change.unchanged))
    after, request_id = summary(record), record.request_id
    return Told(Outcome.REFUSED, message, "not_effective", after=after, request_id=request_id)


def _happened(
    change: Change, operation: Operation, record: SubscriptionRecord, *, now: datetime
) -> Told:
    show(record, now=now)
    if change.then is not None:
        change.then(operation, record)
    message = change.told_done(operation.params)
    return Told(Outcome.DONE, message, after=summary(record), request_id=record.request_id)


def _unpaid(
    change: Change, operation: Operation, invoice: str, *, now: datetime, age: timedelta
) -> Told:
    told = of_unpaid(operation, invoice, unchanged=change.unchanged, now=now, age=age)
    if told is not None:
        return told
    return _happened(change, operation, fetch_subscription(operation.target), now=now)


def _invoice(change: Change, operation: Operation, record: SubscriptionRecord) -> str:
    """The invoice that a change waits for, as the answer said or, had we none, as it shows."""
    if change.invoice_of is None:
        return ""
    known = str(operation.after.get("invoice", ""))
    return known or (record.latest_invoice_id if record.is_change_pending else "")


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
    ends = {
        "cancel_at": of.cancel_at,
        "current_period_end": of.current_period_end,
        "moved_from": of.moved_from,
    }
    times = {name: time.isoformat() if time else None for name, time in ends.items()}
    return {"state": str(of.state), "pause_kind": of.pause_kind, "amount": of.amount, **times}
