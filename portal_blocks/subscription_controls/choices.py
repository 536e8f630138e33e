"""What a merchant lets customers change their subscription to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from billing.actions.plans import MOST, ItemChange
from billing.models import Price, Subscription
from billing.offers import prices_sold
from themes.formats import every, money

Group = tuple[str, list[tuple[str, str]]]
Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ItemChoices:
    """What one item of a subscription can be, and how many of it."""

    item: Item
    prices: list[Price]
    quantities: list[int]


@dataclass(frozen=True, slots=True)
class Rhythm:
    """One way for a whole subscription to come: how often, for how much, and what changes for it.

    `interval` and `interval_count` are as the formats read them.
    """

    interval: str
    interval_count: int
    amount: int
    changes: tuple[ItemChange, ...]
    is_current: bool = False

    @property
    def key(self) -> str:
        """What stands for it in a form."""
        return f"{self.interval}-{self.interval_count}"


def price_choices() -> list[Group]:
    """Return what is sold by subscription, by shop: Stripe's id, and words for staff."""
    shops: dict[str, list[tuple[str, str]]] = {}
    for price in prices_sold():
        if price.is_recurring:
            shops.setdefault(price.shop.name, []).append((price.external_id, _words(price)))
    return list(shops.items())


def choices_of(
    subscription: Subscription, value: Mapping[str, Any], prices: Sequence[Price]
) -> list[ItemChoices]:
    """Return what each item may be changed to, out of `prices`, with what it is now."""
    return [
        ItemChoices(
            item,
            [price for price in prices if _is_choice(price, item, value)],
            quantities_of(item, value) if not value.get("allow_quantity") else [item["quantity"]],
        )
        for item in subscription.items
        if item.get("id")
    ]


def quantities_of(item: Item, value: Mapping[str, Any]) -> list[int]:
    """Return how many of one thing there may be, with how many there are."""
    most = min(int(value.get("most") or 1), MOST)
    return sorted({*range(1, most + 1), item["quantity"]})


def rhythms_of(
    subscription: Subscription, value: Mapping[str, Any], prices: Sequence[Price]
) -> list[Rhythm]:
    """Return how often a whole subscription may come: as often as each thing in it is sold.

    Each thing stays what it is. The shortest rhythm comes first.
    """
    items = [item for item in subscription.items if item.get("id")]
    ways = {(price.interval, price.interval_count) for price in prices}
    found = [rhythm for way in ways if (rhythm := _rhythm(way, items, subscription, value, prices))]
    return sorted(found, key=lambda one: (_DAYS.get(one.interval, 0) * one.interval_count, one.key))


_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


def _rhythm(
    way: tuple[str, int],
    items: Sequence[Item],
    subscription: Subscription,
    value: Mapping[str, Any],
    prices: Sequence[Price],
) -> Rhythm | None:
    is_current = way == (subscription.interval, subscription.interval_count)
    chosen = [_in_rhythm(way, item, value, prices) for item in items]
    if not items or not (is_current or all(chosen)):
        return None
    if is_current:
        return Rhythm(*way, subscription.amount, (), is_current=True)
    pairs = [(item, price) for item, price in zip(items, chosen, strict=True) if price is not None]
    return Rhythm(
        *way,
        sum(price.unit_amount * item["quantity"] for item, price in pairs),
        tuple(ItemChange(item["id"], price.external_id, item["quantity"]) for item, price in pairs),
    )


def _in_rhythm(
    way: tuple[str, int], item: Item, value: Mapping[str, Any], prices: Sequence[Price]
) -> Price | None:
    """The price of one thing in this rhythm: of those the merchant chose, if any of it is."""
    own = [price for price in prices if price.product.pk == item.get("product")]
    chosen = [price for price in own if price.external_id in (value.get("plan_prices") or ())]
    fitting = (price for price in chosen or own if (price.interval, price.interval_count) == way)
    return min(fitting, key=lambda price: price.unit_amount, default=None)


def _is_choice(price: Price, item: Item, value: Mapping[str, Any]) -> bool:
    """One of those the merchant chose; where none was, any price of the same product."""
    chosen = value.get("plan_prices") or ()
    if price.external_id == item["price"]:
        return True
    return price.external_id in chosen if chosen else price.product.pk == item["product"]


def _words(price: Price) -> str:
    name = f"{price.product.name} ({price.nickname})" if price.nickname else price.product.name
    return f"{name}: {money(price.unit_amount, price.currency)} {every(price)}"
