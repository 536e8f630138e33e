"""What invented people are subscribed to, and what they may be told about it. Nothing is saved.

Rows carry made-up keys, because Django follows relations of saved ones only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from billing.actions.baskets import Quote
from billing.actions.coupons import CouponPreview
from billing.actions.plans import ItemChange, PlanPreview, PreviewLineRecord
from billing.gateway.selling import CostRecord
from billing.models import (
    AuditEntry,
    Operation,
    Order,
    Price,
    Product,
    Subscription,
    SubscriptionState,
)
from billing.models.subscriptions import ENDED_STATES
from billing.periods import later
from portal_blocks.personas import Persona
from portal_blocks.sample_orders import Thing, sample_order

RHYTHMS = ((2, 1230), (4, 2400), (8, 4650))
"""Weeks, and what one costs: the second is the one that samples have."""


def sample_subscription(now: datetime, persona: Persona) -> Subscription:
    """Return coffee every four weeks, in the state of an invented person."""
    state, since = persona.state, now - timedelta(days=persona.in_state)
    over = state in ENDED_STATES
    next_at = now + timedelta(days=11)
    return Subscription(
        pk=1,
        customer_id=1,
        external_id="sub_sample",
        state=state or "",
        state_since=since,
        items=[sample_item(1, _("House Espresso, 1 kg"), 2400)],
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


def sample_item(number: int, name: str, amount: int, quantity: int = 1) -> dict[str, Any]:
    """Return one thing in a subscription, as the mirror has it."""
    return {
        "id": f"si_{number}",
        "product": number,
        "price": f"price_{number}_4",
        "name": name,
        "quantity": quantity,
        "unit_amount": amount,
        "image_url": "",
    }


@dataclass(frozen=True, slots=True)
class SampleSubscription:
    """What may be asked about an invented subscription. Everything in it is sold still."""

    subscription: Subscription
    now: datetime
    fault: Exception | None = None

    def prices(self) -> list[Price]:
        """Each thing in it, every two, four and eight weeks."""
        return [
            _price(item, self.subscription, weeks, amount)
            for item in self.subscription.items
            if item.get("product")
            for weeks, amount in RHYTHMS
        ]

    def preview(self, changes: Sequence[ItemChange], *, now: datetime) -> PlanPreview:
        """Half of what was paid is credited. Raise the fault of the sample."""
        if self.fault is not None:
            raise self.fault
        known = {price.external_id: price.unit_amount for price in self.prices()}
        total = sum(known.get(one.price_id, 0) * one.quantity for one in changes)
        credit = self.subscription.amount // 2
        until = later(now, self.subscription.interval, self.subscription.interval_count)
        lines = (
            _line(-credit, now, until),
            _line(total, now, until),
        )
        due = max(total - credit, 0)
        currency = self.subscription.currency
        return PlanPreview(
            currency, due, max(credit - total, 0), total, until, lines, now, "sample"
        )

    def coupon(self, code: str, *, now: datetime) -> CouponPreview:
        """Any code takes a fifth off the next three charges. Raise the fault of the sample."""
        if self.fault is not None:
            raise self.fault
        saves, currency = self.subscription.amount // 5, self.subscription.currency
        left = self.subscription.amount - saves
        return CouponPreview("promo_sample", code, "", currency, saves, left, "repeating", 3)

    def again(self) -> Quote:
        """What a renewal cost. Raise the fault of the sample."""
        if self.fault is not None:
            raise self.fault
        total = self.subscription.amount
        cost = CostRecord(
            currency=self.subscription.currency,
            subtotal=total,
            discount=0,
            tax=0,
            total=total,
            due=total,
        )
        return Quote(cost, "sample")

    def orders(self, *, limit: int) -> list[Order]:
        """One every four weeks since it began, but not more than five."""
        age = (self.now - self.subscription.started_at).days
        things = [
            Thing(item["name"], item.get("unit_amount", self.subscription.amount), item["quantity"])
            for item in self.subscription.items
        ]
        placed = [self.now - timedelta(days=days) for days in range(17, age, 28)]
        found = [
            sample_order(len(placed) - at, when, *things, currency=self.subscription.currency)
            for at, when in enumerate(placed)
        ]
        return found[: min(limit, 5)]

    def changes(self, *, limit: int) -> list[AuditEntry]:
        """A skip by the customer, a longer pause by staff, and a payment that failed."""
        target, ended = self.subscription.external_id, self.subscription.ended_at
        told: list[tuple[int, str, str, dict[str, Any], dict[str, Any]]] = [
            (40, "skip_next", "customer", {}, {}),
            (96, "restart_subscription", "portico", {}, {}),
            (120, "pause_subscription", "staff:1", {}, {}),
            (150, "subscription_changed", "stripe", {"state": "active"}, {"state": "past_due"}),
        ]
        if ended is not None:
            told.insert(0, ((self.now - ended).days, "cancel_subscription", "customer", {}, {}))
        return [
            AuditEntry(
                pk=at,
                at=self.now - timedelta(days=days),
                actor=actor,
                kind="changed" if actor == "stripe" else "done",
                action=action,
                target=target,
                before=before,
                after=after,
                operation=None if actor == "stripe" else Operation(action=action, params={}),
            )
            for at, (days, action, actor, before, after) in enumerate(told, 1)
            if self.now - timedelta(days=days) > self.subscription.started_at
        ][:limit]


def _line(total: int, now: datetime, until: datetime) -> PreviewLineRecord:
    """What is settled of a period that has begun."""
    return PreviewLineRecord("", 1, total, is_proration=True, starts_at=now, ends_at=until)


def _price(item: dict[str, Any], one: Subscription, weeks: int, amount: int) -> Price:
    """The price of a rhythm, in the proportion of what the thing costs every four weeks."""
    return Price(
        pk=item["product"] * 100 + weeks,
        external_id=f"price_{item['product']}_{weeks}",
        product=Product(pk=item["product"], name=item["name"]),
        currency=one.currency,
        unit_amount=round(item["unit_amount"] * amount / 2400),
        interval="week",
        interval_count=weeks,
    )
