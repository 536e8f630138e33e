"""What became of operations that nobody answered for, or that wait for the customer.

That a change is there shows at once. That it is not can be said only when the last attempt cannot
be under way any more; and after a day Stripe has forgotten our ids, so a request is never resent.
The longer an operation stays open, the more seldom it is looked for.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db.models import Q

from billing.actions.operation import UNDER_WAY
from billing.actions.registry import SETTLERS
from billing.gateway.errors import GatewayError
from billing.models import Operation, Outcome
from billing.notices import live
from billing.stripe_accounts import acting_for_shop, of_account
from billing.worker import ask_worker

logger = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=2)  # three attempts of 23 seconds, and Stripe's own time for the last
AT_ONCE = 50
SOONEST, LATEST = timedelta(seconds=30), timedelta(hours=1)


def settle_all(*, now: datetime) -> None:
    """Settle what can be settled: no answer came, or whoever asked has died asking.

    One that cannot be read for whatever reason keeps none of the others waiting.
    """
    may_be_under_way = Q(outcome=Outcome.PENDING, created_at__gt=now - PATIENCE)
    is_due = Q(next_look_at=None) | Q(next_look_at__lte=now)
    rows = Operation.objects.filter(is_due, outcome__in=UNDER_WAY, action__in=SETTLERS)
    rows = rows.exclude(may_be_under_way).select_related("customer").order_by("created_at")
    for operation in rows[:AT_ONCE]:
        try:
            settle(operation, now=now)
        except Exception:
            logger.exception("Operation %s cannot be settled.", operation.pk)


def settle(operation: Operation, *, now: datetime) -> None:
    """Look at what the operation was about, and write what it shows. Without an answer, nothing."""
    age = now - operation.created_at
    later = now + min(max(age / 2, SOONEST), LATEST)
    rows = Operation.objects.filter(pk=operation.pk, next_look_at=operation.next_look_at)
    if not rows.update(next_look_at=later):
        return  # somebody else looks
    operation.next_look_at = later
    try:
        with acting_for_shop(operation.customer.shop_id), live(now, now=now):
            SETTLERS[operation.action](operation, now=now, is_over=age >= PATIENCE)
    except GatewayError as fault:
        logger.warning("Operation %s is not settled yet: %s", operation.pk, fault.code)


def look_now(operation: Operation, *, now: datetime) -> Operation:
    """Look for whoever comes back from their bank, also while somebody else looks; return it.

    It is as it was where Stripe gives no answer.
    """
    if operation.outcome not in UNDER_WAY or operation.action not in SETTLERS:
        return operation
    is_over = now - operation.created_at >= PATIENCE
    try:
        with acting_for_shop(operation.customer.shop_id), live(now, now=now):
            SETTLERS[operation.action](operation, now=now, is_over=is_over)
    except GatewayError as fault:
        logger.warning("Operation %s is not settled yet: %s", operation.pk, fault.code)
    return operation


def hurry(customer_external_id: str) -> None:
    """Look at once for the open operations of a customer of whom Stripe has told something."""
    rows = Operation.objects.filter(
        of_account("customer__shop"),
        customer__external_id=customer_external_id,
        outcome__in=(Outcome.UNKNOWN, Outcome.WAITING),
    )
    if rows.update(next_look_at=None):
        ask_worker("billing.tasks.settle_operations")
