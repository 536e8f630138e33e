"""Did this customer just pay, and we have not heard of it yet? Asked before anybody is turned away.

Webhooks usually come within a second; who comes back from paying may be faster. So whoever a portal
would turn away is brought into step with Stripe first, which changes nothing that a webhook would
not change too. It is bounded: a customer is looked at once in a while, and for a few seconds.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.core.cache import cache

from accounts.models import Customer
from billing.actions.selling import PURCHASES
from billing.gateway.errors import GatewayError
from billing.gateway.pacing import hurried
from billing.mirror.customers import SOURCE
from billing.mirror.sync import sync_customer
from billing.models import Operation, Order, Outcome, PaymentState
from billing.stripe_accounts import acting_for_shop

logger = logging.getLogger(__name__)

SECONDS = 2.0
OFTEN, SELDOM = 20, 600
"""Seconds between two looks at a customer: where something says that they have just paid, else."""
FRESH = timedelta(minutes=15)
"""For so long a payment that is not settled is worth waiting for."""
_PAYING = (*PURCHASES, "pay_invoice", "restart_subscription", "update_card")
_MOST = 3


def catch_up_with(
    customers: Sequence[Customer], *, now: datetime, has_just_paid: bool = False
) -> bool:
    """Bring what we know of these customers into step with Stripe, unless that was done just now.

    Return whether Stripe was asked and everything it said is written: then facts are new. Never
    raises for what Stripe does, or does not. Must be called outside a transaction.
    """
    mine = [one for one in customers if one.source == SOURCE and one.deleted_at is None]
    waits = OFTEN if has_just_paid else SELDOM
    due = [one for one in mine[:_MOST] if _is_due(one, waits)]
    told = [_catch_up(one, now=now) for one in due]  # each of them, whatever the first one says
    return any(told)


def paying_since(customer_ids: Collection[int], *, now: datetime) -> datetime | None:
    """Return since when a payment of theirs is under way, None where there is none that is fresh.

    An operation that is not settled, or an order that the bank has not paid yet.
    """
    open_ones = Operation.objects.filter(
        customer_id__in=customer_ids,
        action__in=_PAYING,
        outcome__in=[Outcome.PENDING, Outcome.UNKNOWN],
        created_at__gt=now - FRESH,
    )
    begun = open_ones.order_by("-created_at").values_list("created_at", flat=True).first()
    if begun is not None:
        return begun
    pending = Order.objects.filter(
        customer_id__in=customer_ids,
        payment_state=PaymentState.PENDING,
        placed_at__gt=now - FRESH,
        source=SOURCE,
    )
    return pending.order_by("-placed_at").values_list("placed_at", flat=True).first()


def _is_due(customer: Customer, seconds: int) -> bool:
    """Whether nobody looked for so long; it is looked at from now on, however it comes out.

    Of many requests at once one looks: the others find it looked at.
    """
    key = f"after_paying:{customer.pk}:"
    if not cache.add(f"{key}{seconds}", 1, seconds):
        return False
    if seconds == OFTEN:
        cache.add(f"{key}{SELDOM}", 1, OFTEN)
    return True


def _catch_up(customer: Customer, *, now: datetime) -> bool:
    try:
        with acting_for_shop(customer.shop_id), hurried(SECONDS):
            sync_customer(customer.shop, customer.external_id, now)
    except GatewayError as fault:
        logger.warning("Customer %s was not brought into step: %s", customer.pk, fault.message)
        return False
    return True
