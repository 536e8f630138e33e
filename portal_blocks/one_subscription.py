"""What is asked about one subscription beside what stands in it: its past, and what a change costs.

Real ones ask the database and our payment partner; samples invent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils import timezone

from billing.actions.baskets import Quote
from billing.actions.buy_again import preview_again
from billing.actions.coupons import CouponPreview, preview_coupon
from billing.actions.plans import ItemChange, PlanPreview, plan_prices, preview_plan
from billing.models import AuditEntry, Order, Price, Subscription
from billing.subscription_past import changes_of_subscription, orders_of_subscription
from portal_blocks.patience import count_look


class OneSubscription(Protocol):
    """What blocks may ask about one subscription."""

    def prices(self) -> list[Price]:
        """What its items may be changed to, before any choice of the merchant's."""

    def preview(self, changes: Sequence[ItemChange], *, now: datetime) -> PlanPreview:
        """What a change costs. Raise `NoPreview`, `TooMuch`."""

    def coupon(self, code: str, *, now: datetime) -> CouponPreview:
        """What a code that was typed takes off. Raise `NoCoupon`, `TooMuch`."""

    def again(self) -> Quote:
        """What it costs to begin it anew. Raise `NotSold`, `NoQuote`, `TooMuch`."""

    def orders(self, *, limit: int) -> list[Order]:
        """Its orders, the latest first."""

    def changes(self, *, limit: int) -> list[AuditEntry]:
        """What was changed of it, the latest first."""


@dataclass(frozen=True, slots=True)
class RealSubscription:
    """A subscription of the customer's own."""

    subscription: Subscription

    def prices(self) -> list[Price]:
        """What its items may be changed to, by one query."""
        return plan_prices(self.subscription)

    def preview(self, changes: Sequence[ItemChange], *, now: datetime) -> PlanPreview:
        """What a change costs, as our payment partner reckons it."""
        self._count()
        return preview_plan(self.subscription, changes, now=now)

    def coupon(self, code: str, *, now: datetime) -> CouponPreview:
        """What a code takes off, as our payment partner reckons it."""
        self._count()
        return preview_coupon(self.subscription, code, now=now)

    def again(self) -> Quote:
        """What it costs to begin it anew, as our payment partner reckons it."""
        self._count()
        return preview_again(self.subscription)

    def orders(self, *, limit: int) -> list[Order]:
        """Its orders, the latest first, by one query."""
        return orders_of_subscription(self.subscription, limit=limit)

    def changes(self, *, limit: int) -> list[AuditEntry]:
        """What was changed of it, the latest first, by one query."""
        return changes_of_subscription(self.subscription, limit=limit)

    def _count(self) -> None:
        count_look(self.subscription.customer_id, now=timezone.now())
