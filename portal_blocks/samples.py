"""What the invented people of `personas.py` own, so that blocks can be seen in the editor.

Nothing here is saved. Rows carry made-up keys, because Django follows relations of saved ones only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.bills import Bill
from billing.models import (
    Card,
    Fulfilment,
    FulfilmentState,
    Order,
    OrderLine,
    PaymentState,
    Subscription,
    SubscriptionState,
)
from billing.models.subscriptions import ENDED_STATES
from billing.queries import OrderPage
from portal_blocks.personas import CAST, PERSONAS, Persona, persona_subject
from portal_blocks.viewer import Viewer
from portals.policy import GracePolicy
from portals.registry import Portal

__all__ = ["PERSONAS", "SampleData", "sample_portal", "sample_viewer"]


def sample_viewer(
    persona: str,
    portal: Portal | None = None,
    *,
    now: datetime | None = None,
    at: datetime | None = None,
) -> Viewer:
    """Return one of `PERSONAS`; `at`: rules are decided as then, with the facts of `now`."""
    now = now or timezone.now()
    portal = portal or sample_portal()
    subject = persona_subject(persona, portal, now)
    name = _("Sam Sample") if subject.signed_in else ""
    data = SampleData(now, CAST[persona])
    return Viewer(portal, replace(subject, now=at or now), data, name=name, is_preview=True)


class SampleData:
    """The invented customer's orders, subscription and card."""

    def __init__(self, now: datetime, persona: Persona) -> None:
        self.now, self.persona = now, persona

    @property
    def subscriptions(self) -> list[Subscription]:
        """One subscription, in the state of the persona."""
        return [_subscription(self.now, self.persona)] if self.persona.state else []

    @property
    def cards(self) -> list[Card]:
        """One card, good for two more years."""
        year = self.now.year + 2
        fields: dict[str, Any] = {"pk": 1, "customer_id": 1, "external_id": "pm_sample"}
        card = Card(**fields, brand="visa", last4="4242", exp_month=8, exp_year=year)
        card.is_default = True
        return [card] if self.persona.state else []

    @property
    def bills(self) -> list[Bill]:
        """What whoever's payment failed still has to pay."""
        if self.persona.state != SubscriptionState.PAST_DUE:
            return []
        failed = self.now - timedelta(days=self.persona.in_state)
        order = _order(4, failed, _("House Espresso, 1 kg"), 2400)
        order.payment_state, order.customer_id = PaymentState.FAILED, 1
        order.subscription = self.subscriptions[0]
        return [Bill(order, "in_sample")]

    @property
    def may_have_cards(self) -> bool:
        """Whoever pays by subscription may."""
        return self.persona.state is not None

    def orders(self, *, after: str, limit: int) -> OrderPage:
        """Up to three orders: one on its way, two that arrived."""
        most = min(limit, self.persona.orders or 0)
        return OrderPage(orders=_orders(self.now)[:most], next_cursor="")

    def order(self, pk: int) -> Order | None:
        """The sample has no page for one order."""
        return None


def _subscription(now: datetime, persona: Persona) -> Subscription:
    state, since = persona.state, now - timedelta(days=persona.in_state)
    over = state in ENDED_STATES
    next_at = now + timedelta(days=11)
    return Subscription(
        pk=1,
        customer_id=1,
        external_id="sub_sample",
        state=state or "",
        state_since=since,
        items=[{"name": _("House Espresso, 1 kg"), "quantity": 1, "image_url": ""}],
        currency="EUR",
        amount=2400,
        interval="week",
        interval_count=4,
        started_at=now - timedelta(days=persona.started),
        trial_ends_at=next_at if state == SubscriptionState.TRIALING else None,
        cancel_at=next_at if state == SubscriptionState.ENDING else None,
        pause_kind="stop" if state == SubscriptionState.PAUSED else "",
        current_period_end=since if over else next_at,
        ended_at=since if over else None,
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


def sample_portal() -> Portal:
    """Return an invented portal, for what is previewed outside any."""
    return Portal(
        host="example.com",
        name=_("Sample portal"),
        site_id=0,
        shop_id=0,
        shop_name="",
        root_page_id=0,
        kind="customer",
        club_id=1,
        club_name=_("The coffee club"),
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
