"""Keeps facts in step when a merchant says which products make members of which clubs."""

from __future__ import annotations

from typing import Any

from billing.facts.buyers import products_changed
from billing.models import Product
from portals.models import Club

CLUB_CHANGES = {"post_add", "post_remove"}
PRODUCT_CHANGES = {*CLUB_CHANGES, "post_clear"}


def clubs_changed(action: str, instance: Any, pk_set: set[int] | None, **_kwargs: Any) -> None:
    """Have the facts rebuilt of all who bought a product whose clubs changed (`m2m_changed`)."""
    products_changed(_changed(action, instance, pk_set))


def club_goes(instance: Club, **_kwargs: Any) -> None:
    """Have the facts rebuilt of all who bought a product of a club that is deleted."""
    products_changed(set(instance.products.values_list("pk", flat=True)))


def _changed(action: str, instance: Any, pk_set: set[int] | None) -> set[int]:
    """Return the products whose clubs change, once for each change."""
    if isinstance(instance, Product):
        return {instance.pk} if action in PRODUCT_CHANGES else set()
    if action == "pre_clear":  # of a club: afterwards nobody knows which products it had
        return set(instance.products.values_list("pk", flat=True))
    return (pk_set or set()) if action in CLUB_CHANGES else set()
