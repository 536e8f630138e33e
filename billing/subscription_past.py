"""What happened to one subscription: its orders, what was changed, how often it was paid.

As in `queries`, whose it is is an argument, or has been looked up among the viewer's own.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count

from billing.audit import CHANGED, DONE
from billing.models import AuditEntry, Order, Subscription
from billing.models.orders import PAID_STATES


def orders_of_subscription(subscription: Subscription, *, limit: int) -> list[Order]:
    """Return its latest orders, by one query."""
    found = Order.objects.filter(
        customer_id=subscription.customer_id, subscription=subscription, is_shown=True
    )
    return list(found.order_by("-placed_at", "-id")[:limit])


def changes_of_subscription(subscription: Subscription, *, limit: int) -> list[AuditEntry]:
    """Return the latest entries of what has happened to it, with their operations. One query."""
    found = AuditEntry.objects.filter(
        customer_id=subscription.customer_id,
        target=subscription.external_id,
        kind__in=(DONE, CHANGED),
    )
    return list(found.select_related("operation").order_by("-at", "-id")[:limit])


def renewals_of(customer_ids: Collection[int]) -> dict[int, int]:
    """Return how many charges after the first were paid, by our ids of subscriptions. One query."""
    paid = Order.objects.filter(
        customer_id__in=customer_ids,
        payment_state__in=PAID_STATES,
        subscription__isnull=False,
        total__gt=0,
    )
    rows = paid.order_by().values_list("subscription_id").annotate(times=Count("pk"))
    return {int(pk): times - 1 for pk, times in rows if pk is not None}
