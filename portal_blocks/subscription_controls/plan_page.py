"""The page on which a plan is chosen, its cost is seen, and the change is agreed to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from billing.actions.plans import ItemChange
from billing.models import Price
from portal_blocks.base import Place
from portal_blocks.subscription_controls.agreeing import Asked, Named, costs, page_of
from portal_blocks.subscription_controls.changing import change_of
from portal_blocks.subscription_controls.choices import ItemChoices, choices_of
from portal_blocks.subscription_controls.listing import one_of
from portal_blocks.viewer import Viewer
from portal_blocks.words import amount
from themes.formats import every

TIMES = "\N{MULTIPLICATION SIGN}"


def load_plan(
    value: Mapping[str, Any], viewer: Viewer, place: Place, key: str
) -> dict[str, Any] | None:
    """Return what may be chosen, and what it costs once it is; None for what is not theirs."""
    subscription = one_of(viewer, key) if value.get("allow_plan") else None
    if subscription is None:
        return None
    asked = Asked("plan", subscription, value, viewer, place)
    shown = {**page_of(asked, _("Change plan")), "choices": [], "chosen": change_of(place.query)}
    problem = asked.problem()
    if problem:
        return {**shown, "problem": problem}
    prices = viewer.data.about_subscription(subscription).prices()
    found = choices_of(subscription, value, prices)
    shown["choices"] = [_choice(each, viewer) for each in found if _is_a_choice(each)]
    named = _Naming(prices, viewer)
    return {**shown, **costs(asked, prices, named)}


class _Naming:
    """Says what a change makes of an item, and for how much."""

    def __init__(self, prices: Sequence[Price], viewer: Viewer) -> None:
        self.prices = {price.external_id: price for price in prices}
        self.viewer = viewer

    def __call__(self, changes: Sequence[ItemChange]) -> Named:
        [chosen] = changes
        price = self.prices.get(chosen.price_id)
        if price is None:
            return "", ""
        name, count = price.product.name, chosen.quantity
        total = amount(price.unit_amount * count, price.currency, self.viewer)
        return f"{count} {TIMES} {name}" if count > 1 else name, f"{total} {every(price)}"


def _choice(each: ItemChoices, viewer: Viewer) -> dict[str, Any]:
    return {
        "item": each.item,
        "prices": [(price, _price_words(price, viewer)) for price in each.prices],
        "quantities": each.quantities,
    }


def _is_a_choice(each: ItemChoices) -> bool:
    others = [price for price in each.prices if price.external_id != each.item["price"]]
    return bool(others or (each.prices and len(each.quantities) > 1))


def _price_words(price: Price, viewer: Viewer) -> str:
    return f"{amount(price.unit_amount, price.currency, viewer)} {every(price)}"
