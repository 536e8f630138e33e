"""The page of one subscription: all about it, all that can be done, and what has happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from billing.models import Subscription
from portal_blocks.base import Place
from portal_blocks.cards import is_running
from portal_blocks.subscription_controls.listing import VIEW, has_page, one_of
from portal_blocks.subscription_controls.offer import Offer
from portal_blocks.subscription_controls.past import (
    MOST,
    ORDERS_SHOWN,
    happenings,
    past_orders,
)
from portal_blocks.subscription_controls.rows import SubscriptionRow, subscription_row
from portal_blocks.subscription_controls.selling import sold_again
from portal_blocks.viewer import Viewer
from portal_blocks.words import amount
from themes.formats import address

WHAT = ("frequency", "quantity", "plan")
WHERE = ("address", "gift")
PAYING = ("coupon", "card")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to know: what it is called, and its lines."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """What belongs together: what there is to know of it, and what can be done about it."""

    key: str
    heading: str
    facts: list[Fact] = field(default_factory=list)
    things: list[dict[str, Any]] = field(default_factory=list)
    actions: list[Offer] = field(default_factory=list)


def load_subscription(
    value: Mapping[str, Any], viewer: Viewer, place: Place, key: str
) -> dict[str, Any] | None:
    """Return one subscription of the viewer's own; None for what is not theirs."""
    subscription = one_of(viewer, key) if has_page(value) else None
    if subscription is None:
        return None
    url = place.view_url(VIEW, key)
    sold = sold_again([subscription], viewer)
    row = subscription_row(subscription, value, viewer, place, sold=sold, shown_at=url)
    about = viewer.data.about_subscription(subscription)
    return {
        "row": replace(row, actions=_named(row, *WHAT, *WHERE, *PAYING, but=True), last=[]),
        "title": row.title,
        "groups": _groups(row, subscription, viewer),
        "last": row.last,
        "began": subscription.started_at,
        "orders": past_orders(about.orders(limit=ORDERS_SHOWN), viewer),
        "happenings": happenings(about.changes(limit=MOST), viewer),
        "level": "h2",
        "back_url": place.anchor,
    }


def _groups(row: SubscriptionRow, one: Subscription, viewer: Viewer) -> list[Group]:
    """The groups that have something in them."""
    what = _named(row, *WHAT)
    things = [_thing(item, one, viewer) for item in one.items] if what or one.items[1:] else []
    groups = [
        Group("what", _("What you get"), things=things, actions=what),
        Group("where", _("Delivery"), _delivery(one, row), actions=_named(row, *WHERE)),
        Group("paying", _("Payment"), _payment(row, one), actions=_named(row, *PAYING)),
    ]
    return [each for each in groups if each.facts or each.things or each.actions]


def _named(row: SubscriptionRow, *names: str, but: bool = False) -> list[Offer]:
    """What can be done of these names; `but`: of all others."""
    return [offer for offer in row.actions if (offer.name in names) is not but]


def _delivery(one: Subscription, row: SubscriptionRow) -> list[Fact]:
    to = address(one.shipping_address)
    if not to and _named(row, "address"):
        to = _("Your usual address")
    facts = [Fact(_("Goes to"), to), Fact(_("Gift note"), one.gift_note)]
    return [fact for fact in facts if fact.text]


def _payment(row: SubscriptionRow, one: Subscription) -> list[Fact]:
    """What pays it; nothing pays what is over."""
    return [Fact(_("Card"), row.card_label)] if row.card_label and is_running(one) else []


def _thing(item: Mapping[str, Any], one: Subscription, viewer: Viewer) -> dict[str, Any]:
    total = item["unit_amount"] * item["quantity"] if "unit_amount" in item else one.amount
    return {
        "name": item["name"],
        "picture": item.get("image_url", ""),
        "quantity": item["quantity"],
        "price": amount(total, one.currency, viewer),
    }
