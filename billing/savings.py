"""What customers have saved, in real sums: the discounts of orders that they paid."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, Sum

from billing.models import Order, PaymentState

_KEPT = (PaymentState.PAID, PaymentState.PARTIALLY_REFUNDED)


@dataclass(frozen=True, slots=True)
class Saved:
    """What was taken off in one currency, since the first such order. Money is minor units.

    `by_subscribing` is the part of `total` that was taken off orders of subscriptions.
    """

    currency: str
    total: int
    by_subscribing: int
    orders: int
    since: datetime


def saved_by(customer_ids: Collection[int]) -> list[Saved]:
    """Return what these customers have saved, the currency of most orders first, by one query.

    What was given back in full, or never paid, saves nothing.
    """
    orders = Order.objects.filter(
        customer_id__in=customer_ids, payment_state__in=_KEPT, is_shown=True, discount__gt=0
    )
    sums = (
        orders.order_by()
        .values("currency")
        .annotate(
            saved=Sum("discount"),
            subscribed=Sum("discount", filter=Q(subscription__isnull=False), default=0),
            count=Count("pk"),
            since=Min("placed_at"),
        )
    )
    found = [
        Saved(row["currency"], row["saved"], row["subscribed"], row["count"], row["since"])
        for row in sums
    ]
    return sorted(found, key=lambda one: (-one.orders, one.currency))
