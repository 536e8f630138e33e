"""Keeps facts in step when a merchant says which products make members of which clubs.

Everybody who ever bought such a product is concerned, so the worker does it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from billing.facts import rebuild_facts
from billing.models import OrderLine, Product, Subscription
from billing.worker import ask_worker

CHANGES = {"post_add", "post_remove", "post_clear"}


def clubs_changed(action: str, instance: Any, pk_set: set[int] | None, **_kwargs: Any) -> None:
    """Have the facts rebuilt of all who bought a product whose clubs changed (`m2m_changed`)."""
    if isinstance(instance, Product):
        products = {instance.pk}
    elif action == "pre_clear":  # of a club: afterwards nobody knows which products it had
        products = set(instance.products.values_list("pk", flat=True))
    else:
        products = pk_set or set()
    if products and action in {*CHANGES, "pre_clear"}:
        ids = [str(pk) for pk in sorted(products)]
        transaction.on_commit(lambda: ask_worker("billing.tasks.rebuild_facts_of_products", *ids))


def rebuild_facts_of_products(products: Collection[int], *, now: datetime) -> None:
    """Rebuild the facts of all who ever bought one of these products."""
    subscribed = Subscription.objects.filter(products__in=products)
    ordered = OrderLine.objects.filter(product__in=products, order__customer__isnull=False)
    buyers = {
        *subscribed.values_list("customer_id", flat=True),
        *ordered.values_list("order__customer_id", flat=True),
    }
    with transaction.atomic():
        rebuild_facts(buyers, now=now)
