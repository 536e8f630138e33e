"""What a merchant lets customers change their subscription to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from billing.actions.plans import MOST, ItemChange, plan_prices
from billing.models import Price, Subscription
from billing.offers import prices_sold
from themes.formats import every, money

Group = tuple[str, list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class ItemChoices:
    """What one item of a subscription can be, and how many of it."""

    item: Mapping[str, Any]
    prices: list[Price]
    quantities: list[int]


def price_choices() -> list[Group]:
    """Return what is sold by subscription, by shop: Stripe's id, and words for staff."""
    shops: dict[str, list[tuple[str, str]]] = {}
    for price in prices_sold():
        if price.is_recurring:
            shops.setdefault(price.shop.name, []).append((price.external_id, _words(price)))
    return list(shops.items())


def choices_of(subscription: Subscription, value: Mapping[str, Any]) -> list[ItemChoices]:
    """Return what each item may be changed to, with what it is now."""
    prices = plan_prices(subscription)
    return [
        ItemChoices(
            item,
            [price for price in prices if _is_choice(price, item, value)],
            _quantities(item, value),
        )
        for item in subscription.items
        if item.get("id")
    ]


def change_of(data: Mapping[str, Any]) -> ItemChange | None:
    """Return the change that a form asks for, None where it asks for none."""
    quantity = data.get("quantity", "1")
    if not data.get("item") or not data.get("price"):
        return None
    if not quantity.isdecimal() or len(quantity) > 3:
        return None
    return ItemChange(data["item"], data["price"], int(quantity))


def is_allowed(change: ItemChange, subscription: Subscription, value: Mapping[str, Any]) -> bool:
    """Whether the merchant lets an item of this subscription become this."""
    for choices in choices_of(subscription, value):
        if choices.item["id"] == change.item_id:
            prices = {price.external_id for price in choices.prices} | {choices.item["price"]}
            return change.price_id in prices and change.quantity in choices.quantities
    return False


def _is_choice(price: Price, item: Mapping[str, Any], value: Mapping[str, Any]) -> bool:
    """One of those the merchant chose; where none was, any price of the same product."""
    chosen = value.get("plan_prices") or ()
    if price.external_id == item["price"]:
        return True
    return price.external_id in chosen if chosen else price.product_id == item["product"]


def _quantities(item: Mapping[str, Any], value: Mapping[str, Any]) -> list[int]:
    most = min(int(value.get("most") or 1), MOST)
    return sorted({*range(1, most + 1), item["quantity"]})


def _words(price: Price) -> str:
    name = f"{price.product.name} ({price.nickname})" if price.nickname else price.product.name
    return f"{name}: {money(price.unit_amount, price.currency)} {every(price)}"
