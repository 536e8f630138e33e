"""Keeps facts in step when a merchant says which products make members of which clubs.

Everybody who ever bought such a product is concerned: a few at once, many by the worker.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from billing.facts import rebuild_facts
from billing.models import OrderLine, Product, Subscription
from billing.worker import ask_worker

AT_ONCE = 500
CLUB_CHANGES = {"post_add", "post_remove"}
PRODUCT_CHANGES = {*CLUB_CHANGES, "post_clear"}


def clubs_changed(action: str, instance: Any, pk_set: set[int] | None, **_kwargs: Any) -> None:
    """Have the facts rebuilt of all who bought a product whose clubs changed (`m2m_changed`)."""
    products = _changed(action, instance, pk_set)
    if products:
        transaction.on_commit(lambda: _bring_into_step(products))


def _changed(action: str, instance: Any, pk_set: set[int] | None) -> set[int]:
    """Return the products whose clubs change, once for each change."""
    if isinstance(instance, Product):
        return {instance.pk} if action in PRODUCT_CHANGES else set()
    if action == "pre_clear":  # of a club: afterwards nobody knows which products it had
        return set(instance.products.values_list("pk", flat=True))
    return (pk_set or set()) if action in CLUB_CHANGES else set()


def _bring_into_step(products: Collection[int]) -> None:
    if len(_buyers_of(products, AT_ONCE + 1)) <= AT_ONCE:
        rebuild_facts_of_products(products, now=timezone.now())
        return
    ids = [str(pk) for pk in sorted(products)]
    ask_worker("billing.tasks.rebuild_facts_of_products", *ids)


def rebuild_facts_of_products(products: Collection[int], *, now: datetime) -> None:
    """Rebuild the facts of all who ever bought one of these products."""
    with transaction.atomic():
        rebuild_facts(_buyers_of(products), now=now)


def _buyers_of(products: Collection[int], limit: int | None = None) -> set[int]:
    subscribed = Subscription.objects.filter(products__in=products).order_by()
    ordered = OrderLine.objects.filter(product__in=products, order__customer__isnull=False)
    return {
        *subscribed.values_list("customer_id", flat=True).distinct()[:limit],
        *ordered.order_by().values_list("order__customer_id", flat=True).distinct()[:limit],
    }
