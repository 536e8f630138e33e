"""The frame around every command: written down, asked once, answered in one of three ways.

The operation is committed before Stripe is asked, under the id that the form was rendered with.
So a double click, a reload and a second worker find it there and ask nothing more. No answer is
not a refusal: it stays `unknown` until `settling` has looked.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from billing.actions import messages
from billing.actions.errors import ForeignSubscription, WrongOperation
from billing.gateway.errors import GatewayError, OutcomeUnknown, Refused
from billing.gateway.records import SubscriptionRecord
from billing.mirror.locks import locked
from billing.mirror.subscriptions import store_subscription
from billing.models import Operation, Outcome, Subscription
from billing.worker import ask_worker
from portals.registry import Portal

logger = logging.getLogger(__name__)

OPEN = (Outcome.PENDING, Outcome.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Action:
    """A kind of change: its name, how to see that it has happened, and what people are told."""

    name: str
    is_done: Callable[[SubscriptionRecord], bool]
    done: Promise
    unchanged: Promise


@dataclass(frozen=True, slots=True)
class Answer:
    """What can be said without asking Stripe."""

    outcome: Outcome
    message: Promise
    code: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """One change wanted by one person. `answer` is None where Stripe has to be asked."""

    action: Action
    send: Callable[[], SubscriptionRecord]
    answer: Answer | None = None
    params: dict[str, Any] = field(default_factory=dict)


def carry_out(
    command: Command,
    subscription: Subscription,
    *,
    portal: Portal,
    actor: str,
    now: datetime,
    operation_id: UUID,
) -> Operation:
    """Have it done, once, and return its operation: also the one of an earlier, same request.

    Must be called outside a transaction. Raise `WrongOperation` where the id stands for something
    else, `ForeignSubscription` where the subscription is another shop's.
    """
    if subscription.shop_id != portal.shop_id:
        raise ForeignSubscription(_("This subscription is not part of this site."), "foreign")
    operation, is_new = _claimed(command, subscription, actor=actor, operation_id=operation_id)
    if not is_new:
        return operation
    if command.answer is not None:
        return _answered(operation, command.answer, now=now)
    return _asked(operation, command, now=now)


def conclude(
    operation: Operation, outcome: Outcome, message: str, *, now: datetime, **values: Any
) -> Operation:
    """Write the outcome on the operation's row and return it."""
    values |= {"outcome": outcome, "message": str(message)}
    if outcome not in OPEN:
        values["settled_at"] = now
    for name, value in values.items():
        setattr(operation, name, value)
    operation.save(update_fields=list(values))
    return operation


def conclude_from(
    operation: Operation, action: Action, record: SubscriptionRecord, *, now: datetime
) -> Operation:
    """Write what a subscription looks like after it was asked for, there and in the mirror."""
    after = {"after": summary(record), "stripe_request_id": record.request_id}
    if action.is_done(record):
        conclude(operation, Outcome.DONE, str(action.done), now=now, **after)
    else:
        message = messages.not_effective(str(action.unchanged))
        after["error_code"] = "not_effective"
        conclude(operation, Outcome.REFUSED, message, now=now, **after)
    show(record, now=now)
    return operation


def show(record: SubscriptionRecord, *, now: datetime) -> None:
    """Put the record into the mirror. What goes wrong with that, the webhook's handler mends."""
    try:
        store_subscription(record, now=now)
    except GatewayError:
        logger.warning("The mirror of %s waits for its webhook.", record.external_id)


def summary(of: Subscription | SubscriptionRecord) -> dict[str, Any]:
    """Return what is kept of a subscription before and after a change."""
    ends = {"cancel_at": of.cancel_at, "current_period_end": of.current_period_end}
    times = {name: time.isoformat() if time else None for name, time in ends.items()}
    return {"state": str(of.state), "pause_kind": of.pause_kind, **times}


def _claimed(
    command: Command, subscription: Subscription, *, actor: str, operation_id: UUID
) -> tuple[Operation, bool]:
    what = {
        "customer_id": subscription.customer_id,
        "action": command.action.name,
        "target": subscription.external_id,
    }
    with transaction.atomic(durable=True):
        locked(subscription.customer_id)
        # A new page has a new id: whoever tries again while we are checking must not ask twice.
        same = Operation.objects.filter(pk=operation_id).first()
        same = same or Operation.objects.filter(**what, outcome__in=OPEN).first()
        if same is None:
            before = summary(subscription)
            made = Operation.objects.create(
                id=operation_id, **what, params=command.params, actor=actor, before=before
            )
            return made, True
    if any(getattr(same, name) != value for name, value in what.items()):
        raise WrongOperation(
            _("This form is out of date. Please reload the page."), "wrong_operation"
        )
    return same, False


def _answered(operation: Operation, answer: Answer, *, now: datetime) -> Operation:
    message = str(answer.message)
    return conclude(operation, answer.outcome, message, now=now, error_code=answer.code)


def _asked(operation: Operation, command: Command, *, now: datetime) -> Operation:
    try:
        record = command.send()
    except OutcomeUnknown as fault:
        values = {"error_code": fault.code[:60], "stripe_request_id": fault.request_id[:64]}
        conclude(operation, Outcome.UNKNOWN, messages.unknown(), now=now, **values)
        ask_worker("billing.tasks.settle_operations", seconds=5)
        return operation
    except Refused as fault:
        logger.warning("Stripe refused %s: %s", command.action.name, fault.code)
        return conclude(
            operation,
            Outcome.REFUSED,
            messages.refused(fault, str(command.action.unchanged)),
            now=now,
            error_code=(fault.decline_code or fault.code)[:60],
            stripe_request_id=fault.request_id[:64],
            after={"refused_because": fault.message},
        )
    return conclude_from(operation, command.action, record, now=now)
