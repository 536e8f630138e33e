"""People for the tests of blocks: invented ones without a database, and real orders."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.test import RequestFactory

from access_rules.presets import EVERYONE
from accounts.models import Customer
from billing.bills import Bill
from billing.details import Details
from billing.models import Card, Order, OrderLine, Subscription
from billing.order_lists import ALL, OrderPage, Sought
from billing.parcels import Parcel, ParcelPage
from portal_blocks.base import Place, PortalBlock
from portal_blocks.one_order import OneOrder, RealOrder
from portal_blocks.one_subscription import OneSubscription
from portal_blocks.sample_subscriptions import SampleSubscription
from portal_blocks.samples import sample_viewer
from portal_blocks.viewer import Viewer

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
RENEWS = datetime(2026, 12, 3, 12, tzinfo=UTC)
ID = "b0b0b0b0-0000-4000-8000-000000000000"
PLACE = Place(page_id=7, page_url="/account/", block_id=ID)


@dataclass(frozen=True)
class Owned:
    """What an invented customer has; no orders."""

    subscriptions: list[Subscription]
    cards: list[Card]
    bills: list[Bill] = field(default_factory=list)
    may_have_cards: bool = True
    failures: dict[str, Any] = field(default_factory=dict)
    savings: list[Any] = field(default_factory=list)
    open_purchases: dict[str, Any] = field(default_factory=dict)
    bought_products: frozenset[int] = frozenset()
    offer_answers: dict[tuple[int, str], Any] = field(default_factory=dict)

    renewals: dict[int, int] = field(default_factory=dict)
    details: Details = field(default_factory=Details)

    def sold(self, shop_id: int, prices: Collection[str]) -> frozenset[str]:
        """Nothing is sold."""
        return frozenset()

    def about_subscription(self, subscription: Subscription) -> OneSubscription:
        """All of it is sold still."""
        return SampleSubscription(subscription, NOW)

    def orders(
        self, *, after: str, limit: int, before: str = "", sought: Sought = ALL
    ) -> OrderPage:
        """No orders."""
        return OrderPage([], "")

    def order(self, pk: int) -> Order | None:
        """No order."""
        return None

    def about(self, order: Order) -> OneOrder:
        """Nothing is known of an order."""
        return RealOrder(order)

    def parcels_under_way(self, now: datetime) -> list[Parcel]:
        """No parcels."""
        return []

    def parcels_that_came(self, now: datetime, *, after: str, limit: int) -> ParcelPage:
        """No parcels."""
        return ParcelPage([], "")


def viewer(
    *subscriptions: Subscription, cards: Sequence[Card] = (), now: datetime = NOW, **portal: Any
) -> Viewer:
    """Somebody with these, at a portal with these settings; no sample, so nothing is a ghost."""
    someone = sample_viewer("active")
    return replace(
        someone,
        portal=replace(someone.portal, **portal),
        subject=replace(someone.subject, now=now),
        data=Owned(list(subscriptions), list(cards)),
        is_preview=False,
    )


def subscription(state: str = "active", **changes: Any) -> Subscription:
    """Tea for EUR 24.00 a month, the next on Thursday 3 December 2026."""
    tea = {"name": "Tea", "quantity": 1, "image_url": ""}
    fields: dict[str, Any] = {
        "pk": 1,
        "customer_id": 1,
        "external_id": "sub_1",
        "state": state,
        "items": [tea],
        "currency": "EUR",
        "amount": 2400,
        "interval": "month",
        "current_period_end": RENEWS,
    }
    return Subscription(**{**fields, **changes})


def card(**changes: Any) -> Card:
    """The customer's default card, good until August 2028."""
    fields: dict[str, Any] = {
        "pk": 1,
        "customer_id": 1,
        "external_id": "pm_1",
        "brand": "visa",
        "last4": "4242",
        "exp_month": 8,
        "exp_year": 2028,
        "is_default": True,
    }
    return Card(**{**fields, **changes})


def buy(customer: Customer, *names: str, **fields: Any) -> Order:
    """Write an order of these things for GBP 24.00, placed at `NOW`."""
    number = uuid4().hex[:8]
    about = {"number": number, "placed_at": NOW, "currency": "GBP", "total": 2400, **fields}
    order = Order.objects.create(
        shop=customer.shop, customer=customer, source="shop", external_id=number, **about
    )
    for position, name in enumerate(names, 1):
        OrderLine.objects.create(order=order, position=position, name=name)
    return order


def shown(block: PortalBlock, value: dict[str, Any], who: Viewer) -> str:
    """Render a block as it is stored, for everyone unless `value` says for whom."""
    context = {
        "request": RequestFactory().get(PLACE.page_url),
        "page_url": PLACE.page_url,
        "id": ID,
        "viewer": who,
        "portal": who.portal,
    }
    return block.render(block.to_python({"visibility": EVERYONE, **value}), context)
