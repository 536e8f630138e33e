"""Rows that are never saved, to ask what is new of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from billing.models import Card, Fulfilment, Order, OrderLine, OrderRef, OrderRefund, Subscription

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def subscription(state: str, **fields: Any) -> Subscription:
    """A subscription to tea, EUR 24.00 a month."""
    known: dict[str, Any] = {
        "customer_id": 1,
        "external_id": "sub_1",
        "state": state,
        "state_since": NOW,
        "items": [{"name": "Tea", "product": 7}],
        "currency": "EUR",
        "amount": 2400,
        "interval": "month",
        "started_at": NOW,
        "current_period_end": NOW,
    }
    return Subscription(**{**known, **fields})


def card(last4: str = "4242", name: str = "pm_1") -> Card:
    """A Visa card."""
    return Card(external_id=name, brand="visa", last4=last4, exp_month=8, exp_year=2030)


def order(state: str, **parts: Any) -> Order:
    """An order of EUR 24.00, paid by pi_1; `refunds`, `fulfilments` are lists of rows."""
    fields = {name: parts.pop(name) for name in list(parts) if name not in PARTS}
    known: dict[str, Any] = {"external_id": "in_1", "number": "A-1", "currency": "EUR"}
    known |= {"pk": 1, "total": 2400, "placed_at": NOW, "payment_state": state}
    row = Order(**{**known, **fields})
    parts.setdefault("lines", [OrderLine(name="Tea", total=2400, product_id=7)])
    parts.setdefault("refs", [OrderRef(ref="in_1"), OrderRef(ref="pi_1")])
    cache: dict[str, Any] = row.__dict__.setdefault("_prefetched_objects_cache", {})
    for name in PARTS:
        cache[name] = getattr(row, name).none()
        cache[name]._result_cache = parts.get(name, [])
    return row


PARTS = ("fulfilments", "lines", "refs", "refunds")


def refund(status: str = "succeeded", at: datetime = NOW) -> OrderRefund:
    """EUR 5.00 given back."""
    return OrderRefund(external_id="re_1", amount=500, status=status, created_at=at)


def parcel(status: str = "shipped", at: datetime = NOW) -> Fulfilment:
    """A parcel with DHL."""
    return Fulfilment(external_id="p1", carrier="DHL", status=status, shipped_at=at)
