"""An invented customer, so that blocks can be seen in the editor without looking at a real one.

Nothing here is saved. Rows carry made-up keys, because Django follows relations of saved ones only.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access_rules.standing import Standing, StandingValue
from access_rules.subject import Subject, signed_out
from billing.bills import Bill
from billing.models import (
    Card,
    Fulfilment,
    FulfilmentState,
    Order,
    OrderLine,
    Subscription,
    SubscriptionState,
)
from billing.queries import OrderPage
from portal_blocks.viewer import Viewer
from portals.policy import GracePolicy
from portals.registry import Portal

PERSONAS = {
    "active": gettext_lazy("Active customer"),
    "inactive": gettext_lazy("Inactive customer"),
    "signed_out": gettext_lazy("Signed out"),
}


def sample_viewer(persona: str, portal: Portal | None = None) -> Viewer:
    """Return the invented customer in one of the standings of `PERSONAS`."""
    now = timezone.now()
    portal = portal or _portal()
    if persona == "signed_out":
        return Viewer(portal, signed_out(now), SampleData(now, None), is_sample=True)
    active = persona != "inactive"
    state = SubscriptionState.ACTIVE if active else SubscriptionState.CANCELLED
    value = StandingValue.ACTIVE if active else StandingValue.INACTIVE
    standing = Standing(value=value, because="", since=now, subscription_state=state)
    subject = Subject(now=now, customer_id=0, standing=standing, orders_count=3)
    data = SampleData(now, state)
    return Viewer(portal, subject, data, name=_("Sam Sample"), is_sample=True)


class SampleData:
    """The invented customer's orders, subscription and card."""

    def __init__(self, now: datetime, state: SubscriptionState | None) -> None:
        self.now, self.state = now, state

    @property
    def subscriptions(self) -> list[Subscription]:
        """One subscription, in the state of the persona."""
        return [_subscription(self.now, self.state)] if self.state else []

    @property
    def cards(self) -> list[Card]:
        """One card, good for two more years."""
        year = self.now.year + 2
        fields: dict[str, Any] = {"pk": 1, "customer_id": 1, "external_id": "pm_sample"}
        card = Card(**fields, brand="visa", last4="4242", exp_month=8, exp_year=year)
        card.is_default = True
        return [card] if self.state else []

    @property
    def bills(self) -> list[Bill]:
        """Nothing is owed."""
        return []

    @property
    def may_have_cards(self) -> bool:
        """Whoever is signed in may."""
        return self.state is not None

    def orders(self, *, after: str, limit: int) -> OrderPage:
        """Three orders: one on its way, two that arrived."""
        return OrderPage(orders=_orders(self.now)[:limit] if self.state else [], next_cursor="")

    def order(self, pk: int) -> Order | None:
        """The sample has no page for one order."""
        return None


def _subscription(now: datetime, state: SubscriptionState) -> Subscription:
    over = state == SubscriptionState.CANCELLED
    return Subscription(
        pk=1,
        customer_id=1,
        external_id="sub_sample",
        state=state,
        state_since=now - timedelta(days=10),
        items=[{"name": _("House Espresso, 1 kg"), "quantity": 1, "image_url": ""}],
        currency="EUR",
        amount=2400,
        interval="week",
        interval_count=4,
        started_at=now - timedelta(days=200),
        current_period_end=now + timedelta(days=11),
        ended_at=now - timedelta(days=10) if over else None,
    )


def _orders(now: datetime) -> list[Order]:
    shipped = _order(3, now - timedelta(days=2), _("House Espresso, 1 kg"), 2400)
    shipped.fulfilment_state = FulfilmentState.SHIPPED
    parcel = Fulfilment(pk=1, carrier="DHL", status=FulfilmentState.SHIPPED)
    parcel.expected_at = now + timedelta(days=1)
    _load(shipped, "fulfilments", [parcel])
    return [
        shipped,
        _order(2, now - timedelta(days=30), _("House Espresso, 1 kg"), 2400),
        _order(1, now - timedelta(days=58), _("Hand grinder"), 8900),
    ]


def _order(pk: int, placed: datetime, name: str, total: int) -> Order:
    order = Order(pk=pk, number=f"CR-{1000 + pk}", placed_at=placed, currency="EUR", total=total)
    order.fulfilment_state = FulfilmentState.DELIVERED
    line = OrderLine(pk=pk, name=name, quantity=1, unit_amount=total, total=total)
    _load(order, "lines", [line])
    _load(order, "fulfilments", [])
    return order


def _load(order: Order, relation: str, rows: Sequence[models.Model]) -> None:
    """Give an invented order its rows, as `prefetch_related` would."""
    cache: dict[str, Any] = order.__dict__.setdefault("_prefetched_objects_cache", {})
    queryset = getattr(order, relation).none()
    queryset._result_cache = list(rows)
    cache[relation] = queryset


def _portal() -> Portal:
    return Portal(
        host="example.com",
        name=_("Sample portal"),
        site_id=0,
        shop_id=0,
        shop_name="",
        root_page_id=0,
        kind="customer",
        club_id=None,
        club_name="",
        admit_ended=True,
        policy=GracePolicy(),
        pause_method="hold",
        active_home_id=None,
        inactive_home_id=None,
        time_zone="Europe/London",
        currency_display="symbol",
        support_email="",
        join_url="",
        site_fields=(),
    )
