"""The frame around every command: written down, asked once, answered in one of four ways.

The operation is committed before Stripe is asked, under the id that the form was rendered with.
So a double click, a reload and a second worker find it there and ask nothing more. No answer is
not a refusal: it stays `unknown` until `settling` has looked. Whatever happens to an operation is
written into the audit trail in the same transaction.

To add a command: a file beside this one, its line in `registry.py`, its mirror test.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from billing.actions import messages
from billing.actions.errors import Foreign, WrongOperation
from billing.audit import record_step, record_turn
from billing.gateway.errors import OutcomeUnknown, Refused
from billing.mirror.locks import locked
from billing.models import Operation, Outcome
from billing.notices import live
from billing.stripe_accounts import acting_for_shop
from billing.worker import ask_worker
from portals.registry import Portal

logger = logging.getLogger(__name__)

OPEN = (Outcome.PENDING, Outcome.UNKNOWN)
UNDER_WAY = (*OPEN, Outcome.WAITING)
HELD = timedelta(seconds=60)  # what waits for the customer is told of by them, or by a webhook
Text = str | Promise


@dataclass(frozen=True, slots=True)
class Asking:
    """Who wants a change, where and when. `operation_id` is the id their form was made with.

    `actor` is "customer", "staff:" with the person's id, or "portico" for what we do by the clock.
    """

    portal: Portal
    actor: str
    now: datetime
    operation_id: UUID


@dataclass(frozen=True, slots=True)
class Target:
    """What a change is about, as it stands: whose it is, Stripe's id of it, what is kept of it."""

    customer_id: int
    shop_id: int
    external_id: str
    before: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a change, in words for the customer. `code` is for machines."""

    outcome: Outcome
    message: Text
    code: str = ""
    after: dict[str, Any] = field(default_factory=dict)
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """One change wanted by one person.

    `ask` asks Stripe, and may raise the gateway's errors. `answer` is what can be said without
    asking, None where Stripe has to be asked. `unchanged` says how things stand after a refusal.
    """

    name: str
    target: Target
    ask: Callable[[Operation], Told]
    unchanged: Text
    answer: Told | None = None
    params: dict[str, Any] = field(default_factory=dict)


def carry_out(command: Command, asking: Asking) -> Operation:
    """Have it done, once, and return its operation: also the one of an earlier, same request.

    Must be called outside a transaction. Raise `WrongOperation` where the id stands for something
    else, `Foreign` where the target is another shop's.
    """
    if command.target.shop_id != asking.portal.shop_id:
        raise Foreign(_("This is not part of this site."), "foreign")
    operation, is_new = _claimed(command, asking)
    if not is_new:
        return operation
    if command.answer is not None:
        return conclude(operation, command.answer, now=asking.now)
    with acting_for_shop(asking.portal.shop_id):
        return asked(operation, command.ask, unchanged=command.unchanged, now=asking.now)


def asked(
    operation: Operation,
    ask: Callable[[Operation], Told],
    *,
    unchanged: Text,
    now: datetime,
) -> Operation:
    """Ask Stripe, and write down what came of it, whatever that is."""
    try:
        with live(now, now=now):
            told = ask(operation)
    except OutcomeUnknown as fault:
        logger.warning("No clear answer to %s %s: %s", operation.action, operation.pk, fault.code)
        told = Told(Outcome.UNKNOWN, messages.unknown(), fault.code, request_id=fault.request_id)
        conclude(operation, told, now=now)
        ask_worker("billing.tasks.settle_operations", seconds=5)
        return operation
    except Refused as fault:
        logger.warning("Stripe refused %s: %s", operation.action, fault.code)
        told = refusal(fault, unchanged)
    return conclude(operation, told, now=now)


def refusal(fault: Refused, unchanged: Text) -> Told:
    """Return what is told of a refusal by Stripe."""
    return Told(
        Outcome.REFUSED,
        messages.refused(fault, str(unchanged)),
        fault.decline_code or fault.code,
        after={"refused_because": fault.message},
        request_id=fault.request_id,
    )


def conclude(operation: Operation, told: Told, *, now: datetime) -> Operation:
    """Write what came of it on the operation's row and into the audit trail; return the row.

    A settled operation is settled: what comes later changes nothing.
    """
    values: dict[str, Any] = {
        "outcome": told.outcome,
        "message": str(told.message),
        "error_code": told.code[:60],
        "next_look_at": timezone.now() + HELD if told.outcome == Outcome.WAITING else None,
    }
    if told.request_id:
        values["stripe_request_id"] = told.request_id[:64]
    if told.after:
        values["after"] = {**operation.after, **told.after}
    if told.outcome not in (*OPEN, Outcome.WAITING):
        values["settled_at"] = now
    with transaction.atomic():
        rows = Operation.objects.filter(pk=operation.pk, settled_at=None)
        if not rows.update(**values):
            operation.refresh_from_db()
            return operation
        for name, value in values.items():
            setattr(operation, name, value)
        record_turn(operation, now=now)
    return operation


def take_step(
    operation: Operation,
    step: str,
    *,
    now: datetime,
    request_id: str = "",
    **after: Any,
) -> None:
    """Write down that one of several steps is done, with what the next one needs to know.

    What is in `after` is on the operation's row: whoever goes on after a crash finds it there.
    """
    with transaction.atomic():
        operation.after = {**operation.after, **after}
        operation.save(update_fields=["after"])
        record_step(operation, step, request_id=request_id, after=after, now=now)


def _claimed(command: Command, asking: Asking) -> tuple[Operation, bool]:
    target = command.target
    what: dict[str, Any] = {
        "customer_id": target.customer_id,
        "action": command.name,
        "target": target.external_id,
    }
    with transaction.atomic(durable=True):
        locked(target.customer_id)
        # A new page has a new id: whoever tries again while we are checking must not ask twice.
        same = Operation.objects.filter(pk=asking.operation_id).first()
        same = same or Operation.objects.filter(**what, outcome__in=OPEN).first()
        if same is None:
            made = Operation.objects.create(
                id=asking.operation_id,
                **what,
                params=command.params,
                actor=asking.actor,
                before=target.before,
            )
            record_turn(made, now=asking.now)
            return made, True
    if any(getattr(same, name) != value for name, value in what.items()):
        raise WrongOperation(
            _("This form is out of date. Please reload the page."), "wrong_operation"
        )
    return same, False
