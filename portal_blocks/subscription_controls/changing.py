"""From what a form asks for to changes of items, and whether the merchant lets them be.

Three controls change items: `plan` one item's price and perhaps how many, `quantity` how many of
each, `frequency` the rhythm of them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from billing.actions.plans import ItemChange
from billing.models import Price, Subscription
from portal_blocks.subscription_controls.choices import (
    ItemChoices,
    choices_of,
    quantities_of,
    rhythms_of,
)

QUANTITY, RHYTHM = "quantity-", "rhythm"  # of the names of fields


def changes_of(
    control: str,
    data: Mapping[str, Any],
    *,
    subscription: Subscription,
    value: Mapping[str, Any],
    prices: Sequence[Price],
) -> list[ItemChange]:
    """Return what a form asks for; nothing where it asks for none, or for what is as it is."""
    if control == "quantity":
        return _quantities(data, subscription)
    if control == "frequency":
        rhythms = rhythms_of(subscription, value, prices)
        chosen = next((one for one in rhythms if one.key == data.get(RHYTHM)), None)
        return list(chosen.changes) if chosen is not None else []
    change = change_of(data)
    return [change] if change is not None else []


def is_allowed(
    control: str,
    changes: Sequence[ItemChange],
    *,
    subscription: Subscription,
    value: Mapping[str, Any],
    prices: Sequence[Price],
) -> bool:
    """Whether the merchant lets this subscription become this."""
    if control == "frequency":
        rhythms = rhythms_of(subscription, value, prices)
        return any(list(one.changes) == list(changes) for one in rhythms)
    if control == "quantity":
        items = {item["id"]: item for item in subscription.items if item.get("id")}
        return all(one.quantity in quantities_of(items[one.item_id], value) for one in changes)
    choices = choices_of(subscription, value, prices)
    return all(_is_one_of(one, choices) for one in changes)


def is_choice(name: str) -> bool:
    """Whether a field of this name says what was chosen: anything else a link may not bring in."""
    return name in {"item", "price", "quantity", RHYTHM} or name.startswith(QUANTITY)


def change_of(data: Mapping[str, Any]) -> ItemChange | None:
    """Return the change of plan that a form asks for, None where it asks for none."""
    quantity = count_in(data.get("quantity", "1"))
    if not data.get("item") or not data.get("price") or quantity is None:
        return None
    return ItemChange(data["item"], data["price"], quantity)


def _quantities(data: Mapping[str, Any], subscription: Subscription) -> list[ItemChange]:
    found = []
    for item in subscription.items:
        count = count_in(data.get(f"{QUANTITY}{item.get('id')}", ""))
        if item.get("id") and count is not None and count != item["quantity"]:
            found.append(ItemChange(item["id"], item["price"], count))
    return found


def _is_one_of(change: ItemChange, choices: Sequence[ItemChoices]) -> bool:
    for each in choices:
        if each.item["id"] == change.item_id:
            prices = {price.external_id for price in each.prices} | {each.item["price"]}
            return change.price_id in prices and change.quantity in each.quantities
    return False


def count_in(typed: str) -> int | None:
    """Return how many were typed, None for what is no number that anybody wants."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 3 else None
