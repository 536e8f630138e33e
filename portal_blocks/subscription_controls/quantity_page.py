"""The page on which a customer says how many of each thing they want, and sees what it costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from billing.actions.plans import ItemChange
from billing.models import Subscription
from portal_blocks.base import Place
from portal_blocks.subscription_controls.agreeing import Asked, Named, costs, page_of
from portal_blocks.subscription_controls.changing import QUANTITY, count_in
from portal_blocks.subscription_controls.choices import Item, quantities_of
from portal_blocks.subscription_controls.listing import one_of
from portal_blocks.subscription_controls.plan_page import TIMES
from portal_blocks.viewer import Viewer
from portal_blocks.words import amount
from themes.formats import every


def load_quantity(
    value: Mapping[str, Any], viewer: Viewer, place: Place, key: str
) -> dict[str, Any] | None:
    """Return how many there may be, and what the chosen ones cost; None for what is not theirs."""
    subscription = one_of(viewer, key) if value.get("allow_quantity") else None
    if subscription is None:
        return None
    asked = Asked("quantity", subscription, value, viewer, place)
    shown = {**page_of(asked, _("Change how many you get")), "things": []}
    problem = asked.problem()
    if problem:
        return {**shown, "problem": problem}
    items = [item for item in subscription.items if item.get("id")]
    things = [_thing(item, value, viewer, subscription, place) for item in items]
    shown["things"] = things if any(len(one["quantities"]) > 1 for one in things) else []
    named = _Naming(subscription, viewer)
    return {**shown, **costs(asked, [], named)}


class _Naming:
    """Says what a subscription is after a change of how many, and for how much."""

    def __init__(self, subscription: Subscription, viewer: Viewer) -> None:
        self.subscription, self.viewer = subscription, viewer

    def __call__(self, changes: Sequence[ItemChange]) -> Named:
        wanted = {one.item_id: one.quantity for one in changes}
        items = self.subscription.items
        counts = [wanted.get(item.get("id", ""), item["quantity"]) for item in items]
        names = [
            f"{count} {TIMES} {item['name']}" if count > 1 else item["name"]
            for item, count in zip(items, counts, strict=True)
        ]
        sums = (item["unit_amount"] * count for item, count in zip(items, counts, strict=True))
        total = amount(sum(sums), self.subscription.currency, self.viewer)
        return ", ".join(names), f"{total} {every(self.subscription)}"


def _thing(
    item: Item,
    value: Mapping[str, Any],
    viewer: Viewer,
    subscription: Subscription,
    place: Place,
) -> dict[str, Any]:
    name, stands = f"{QUANTITY}{item['id']}", item["quantity"]
    typed = count_in(place.query.get(name, ""))
    return {
        "item": item,
        "field": name,
        "price": amount(item["unit_amount"], subscription.currency, viewer),
        "quantities": quantities_of(item, value),
        "chosen": stands if typed is None else typed,
    }
