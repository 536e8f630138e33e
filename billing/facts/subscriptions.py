"""The subscriptions in a row of facts: what each is, in a form both databases search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from billing.models import Price, Subscription, SubscriptionState

NEVER_BEGUN = "incomplete_expired"
"""Stripe's word for one whose first charge was never paid."""

_COLUMNS = (
    *("customer_id", "state", "raw_status", "state_since", "started_at", "ended_at"),
    *("current_period_end", "items"),
)


class SubscriptionRows:
    """The subscriptions of some customers. `shops` says whose customer each of them is."""

    def __init__(self, shops: Mapping[int, int]) -> None:
        self._shops = shops
        self._of: dict[int, list[Subscription]] = defaultdict(list)
        rows = Subscription.objects.filter(customer_id__in=list(shops)).order_by("pk")
        for one in rows.only(*_COLUMNS):
            self._of[one.customer_id].append(one)
        self._products = self._bought() if self._of else {}
        self._prices = self._known_prices() if self._of else {}

    def of(
        self, customer: int, clubs: Mapping[int, set[int]], charges: Mapping[int, int]
    ) -> list[dict[str, Any]]:
        """Return a customer's subscriptions; `charges` says how many of each were paid."""
        return [
            {
                "state": one.state,
                "since": _seconds(one.state_since),
                "started": _seconds(one.started_at) if _has_begun(one) else None,
                "ended": _seconds(one.ended_at),
                "next_charge": _seconds(one.next_charge_at),
                "renewals": max(charges.get(one.pk, 0) - 1, 0),
                "products": sorted(self._products_of(one)),
                "prices": sorted(self._prices_of(one)),
                "clubs": sorted({c for p in self._products_of(one) for c in clubs.get(p, ())}),
            }
            for one in self._of.get(customer, ())
        ]

    def paid_products(self) -> Iterator[tuple[int, set[int]]]:
        """Yield what was subscribed to and paid for at least once, or is on trial, by customer."""
        for customer, rows in self._of.items():
            for one in rows:
                if _has_begun(one):
                    yield customer, self._products_of(one)

    def products(self) -> set[int]:
        """Return all that is subscribed to."""
        return {product for one in self._products.values() for product in one}

    def _products_of(self, one: Subscription) -> set[int]:
        return self._products.get(one.pk, set())

    def _bought(self) -> dict[int, set[int]]:
        found: dict[int, set[int]] = defaultdict(set)
        pairs = Subscription.products.through.objects.filter(
            subscription__customer_id__in=list(self._of)
        ).order_by()
        for subscription, product in pairs.values_list("subscription_id", "product_id"):
            found[subscription].add(product)
        return found

    def _known_prices(self) -> dict[tuple[int, str], int]:
        wanted = {name for rows in self._of.values() for one in rows for name in _price_names(one)}
        shops = {self._shops[customer] for customer in self._of}
        rows = Price.objects.filter(shop_id__in=shops, external_id__in=wanted).order_by()
        found = rows.values_list("shop_id", "external_id", "pk")
        return {(shop, name): pk for shop, name, pk in found}

    def _prices_of(self, one: Subscription) -> set[int]:
        shop = self._shops[one.customer_id]
        found = (self._prices.get((shop, name)) for name in _price_names(one))
        return {pk for pk in found if pk is not None}


def _has_begun(one: Subscription) -> bool:
    """Whether its first charge was paid, or its trial began."""
    return one.state != SubscriptionState.INCOMPLETE and one.raw_status != NEVER_BEGUN


def _price_names(one: Subscription) -> set[str]:
    return {item["price"] for item in one.items if item.get("price")}


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())
