"""The audit trail: what was asked for and by whom, what came of it, and what Stripe did by itself.

Entries are written in the transaction that makes them true, and never changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from billing.models import AuditEntry, Operation, Outcome

DETAILS, DECIDE = "update_details", "decide_address"
PERSONAL = (DETAILS, "change_delivery")
"""Actions whose entries hold what tells who somebody is."""
COMMENT = "comment"  # why somebody cancels, in their own words
ASKED, STEP, CHANGED, DONE = "asked", "step", "changed", "done"
STRIPE = "stripe"


def record_turn(operation: Operation, *, now: datetime) -> None:
    """Record that an operation was asked for or has come to an outcome."""
    is_new = operation.outcome == Outcome.PENDING
    AuditEntry.objects.create(
        customer_id=operation.customer_id,
        operation=operation,
        at=now,
        actor=operation.actor,
        kind=ASKED if is_new else operation.outcome,
        action=operation.action,
        target=operation.target,
        stripe_request_id=operation.stripe_request_id,
        before=operation.before,
        after=operation.params if is_new else operation.after,
        message=operation.message,
    )


def record_step(
    operation: Operation, step: str, *, request_id: str, after: dict[str, Any], now: datetime
) -> None:
    """Record that one of an operation's steps is done."""
    AuditEntry.objects.create(
        customer_id=operation.customer_id,
        operation=operation,
        at=now,
        actor=operation.actor,
        kind=STEP,
        action=operation.action,
        target=operation.target,
        step=step[:40],
        stripe_request_id=request_id[:64],
        after=after,
    )


def record_change(
    customer_id: int,
    action: str,
    target: str,
    *,
    before: dict[str, Any],
    after: dict[str, Any],
    now: datetime,
) -> None:
    """Record what we found changed at Stripe, which none of our operations has asked for."""
    AuditEntry.objects.create(
        customer_id=customer_id,
        at=now,
        actor=STRIPE,
        kind=CHANGED,
        action=action,
        target=target,
        before=before,
        after=after,
    )


def record_decision(
    customer_id: int,
    action: str,
    *,
    before: dict[str, Any],
    after: dict[str, Any],
    actor: str,
    now: datetime,
) -> None:
    """Record what staff changed of a customer, of which Stripe knows nothing."""
    AuditEntry.objects.create(
        customer_id=customer_id,
        at=now,
        actor=actor,
        kind=DONE,
        action=action,
        before=before,
        after=after,
    )


def record_decisions(
    decisions: Iterable[tuple[int, str, str, dict[str, Any]]], *, actor: str, now: datetime
) -> None:
    """Record what staff decided of customers, of which Stripe knows nothing.

    Each is the customer's id, the action, its target, and how it is from now on.
    """
    AuditEntry.objects.bulk_create(
        AuditEntry(
            customer_id=customer_id,
            at=now,
            actor=actor,
            kind=DONE,
            action=action,
            target=target,
            after=after,
        )
        for customer_id, action, target, after in decisions
    )


def forget_person(customer_id: int) -> None:
    """Take names, addresses and their own words out of what a customer asked for, and its trail.

    The one thing that changes entries: they stay, with what was done, by whom and when.
    """
    rows: QuerySet[AuditEntry] = QuerySet(AuditEntry).filter(customer=customer_id)
    asked = Operation.objects.filter(customer=customer_id)
    rows.filter(action__in=PERSONAL).update(before={}, after={}, message="")
    asked.filter(action__in=PERSONAL).update(params={}, before={}, after={})
    # What it was about begins with the outside id of the customer, which may be their address.
    rows.filter(action=DETAILS).update(target="")
    asked.filter(action=DETAILS).update(target="")
    rows.filter(action=DECIDE).update(target="")
    for one in rows.filter(after__has_key=COMMENT):
        rows.filter(pk=one.pk).update(after={**one.after, COMMENT: ""})
    for operation in asked.filter(params__has_key=COMMENT):
        operation.params[COMMENT] = ""
        operation.save(update_fields=["params"])
