"""Keeps facts in step with what is known of products: their clubs, their prices.

Everybody who ever bought such a product is concerned: a few at once, many by the worker.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from billing.facts.rebuilding import rebuild_facts
from billing.models import OrderLine, Subscription
from billing.worker import ask_worker

AT_ONCE = 500


def products_changed(products: Collection[int]) -> None:
    """Have the facts of all who bought one of these rebuilt once this transaction is through."""
    if products:
        transaction.on_commit(lambda: _bring_into_step(products))


def rebuild_facts_of_products(products: Collection[int], *, now: datetime) -> None:
    """Rebuild the facts of all who ever bought one of these products."""
    with transaction.atomic():
        rebuild_facts(_buyers_of(products), now=now)


def _bring_into_step(products: Collection[int]) -> None:
    if len(_buyers_of(products, AT_ONCE + 1)) <= AT_ONCE:
        rebuild_facts_of_products(products, now=timezone.now())
        return
    ids = [str(pk) for pk in sorted(products)]
    ask_worker("billing.tasks.rebuild_facts_of_products", *ids)


def _buyers_of(products: Collection[int], limit: int | None = None) -> set[int]:
    subscribed = Subscription.objects.filter(products__in=products).order_by()
    ordered = OrderLine.objects.filter(product__in=products, order__customer__isnull=False)
    return {
        *subscribed.values_list("customer_id", flat=True).distinct()[:limit],
        *ordered.order_by().values_list("order__customer_id", flat=True).distinct()[:limit],
    }
