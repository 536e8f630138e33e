"""What is sold to each person once: was it sold to them already, or is it being sold?"""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q

from billing.actions.operation import UNDER_WAY
from billing.actions.selling import PURCHASES
from billing.mirror.locks import locked
from billing.models import (
    Operation,
    Order,
    OrderRef,
    Outcome,
    PaymentState,
    Subscription,
    SubscriptionState,
)
from billing.models.subscriptions import ENDED_STATES

_NOT_PAID = (
    *(PaymentState.PENDING, PaymentState.REQUIRES_ACTION, PaymentState.FAILED),
    *(PaymentState.VOID, PaymentState.REFUNDED),
)
NOT_RUNNING = (*ENDED_STATES, SubscriptionState.INCOMPLETE)


def is_bought(customer_ids: Collection[int], products: Collection[int]) -> bool:
    """Whether one of these customers has one of these products, paid or subscribed to."""
    bought = Order.objects.filter(customer__in=customer_ids, lines__product__in=products)
    running = Subscription.objects.filter(customer__in=customer_ids, products__in=products)
    return (
        bought.exclude(payment_state__in=_NOT_PAID).exists()
        or running.exclude(state__in=NOT_RUNNING).exists()
    )


def bought_by(customer_ids: Collection[int]) -> frozenset[int]:
    """Return every product that one of these customers has, paid or subscribed to; one query."""
    paid = Order.objects.filter(customer__in=customer_ids, lines__product__isnull=False)
    paid = paid.exclude(payment_state__in=_NOT_PAID).order_by()
    running = Subscription.objects.filter(customer__in=customer_ids, products__isnull=False)
    running = running.exclude(state__in=NOT_RUNNING).order_by()
    rows = paid.values_list("lines__product").union(running.values_list("products"))
    return frozenset(pk for (pk,) in rows)


def is_sold_already(operation: Operation) -> bool:
    """Whether it was sold, or is being sold by an earlier click; whoever asks holds the lock."""
    once_for = operation.params["once_for"]
    if not once_for:
        return False
    wanted = set(operation.params["products"])
    with transaction.atomic():
        for pk in sorted(once_for):
            locked(pk)
        mine = Operation.objects.filter(customer__in=once_for, action__in=PURCHASES)
        earlier = mine.filter(_before(operation), outcome__in=UNDER_WAY)
        others = [*earlier, *(one for one in mine.filter(outcome=Outcome.DONE) if not _shows(one))]
        return any(wanted & set(one.params["products"]) for one in others) or is_bought(
            once_for, wanted
        )


def _before(operation: Operation) -> Q:
    """Of two clicks at once, one is the first."""
    at_once = Q(created_at=operation.created_at, pk__lt=operation.pk)
    return Q(created_at__lt=operation.created_at) | at_once


def _shows(operation: Operation) -> bool:
    """Whether the mirror has the order of a purchase that is done: it may wait for its webhook."""
    invoice = operation.after.get("invoice", "")
    shop = operation.customer.shop_id
    return OrderRef.objects.filter(shop=shop, kind="invoice", ref=invoice).exists()
