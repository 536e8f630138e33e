"""Believable orders and cards to show, in every state. Nothing is saved."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace as Shape
from typing import Any

from billing.models import Card, Fulfilment, Order, OrderLine, OrderRefund

LONG_NAME = "Jahresabonnement Röstkaffee-Überraschungspaket für Vieltrinker"
BAG, CUP, PAPER = (f"/static/specimens/{name}.svg" for name in ("bag", "cup", "paper"))


def day(month: int, number: int, year: int = 2026) -> dt.datetime:
    """Noon of a day."""
    return dt.datetime(year, month, number, 12, tzinfo=dt.UTC)


def order_row(title: str, **facts: Any) -> Shape:
    """One row of an order history: `of` holds the order's own fields."""
    order = Order(**{"placed_at": day(11, 19), "currency": "EUR", "total": 2400} | facts.pop("of"))
    defaults = {"pictures": [BAG], "status_tone": "ok", "status_label": "Delivered"}
    return Shape(order=order, url="/orders/1042/", title=title, **defaults | facts)


def order_rows() -> list[Shape]:
    """A customer's orders: under way, delivered, failed, refunded, dear and long."""
    moving = {
        "status_tone": "info",
        "status_label": "On its way",
        "is_on_its_way": True,
        "next_stop": "Arrives Thursday 26 November",
    }
    failed = {"status_tone": "danger", "status_label": "Payment failed"}
    refunded = {"status_tone": "muted", "status_label": "Refunded"}
    return [
        order_row("Guji, whole bean and 2 more", of={}, pictures=[BAG, CUP, PAPER], **moving),
        order_row("Coffee for two", of={"placed_at": day(10, 22)}),
        order_row(
            "Paper filters, size 4",
            of={"total": 650, "placed_at": day(10, 3)},
            pictures=[PAPER],
            **failed,
        ),
        order_row(
            LONG_NAME,
            of={"total": 1234567, "currency": "JPY", "placed_at": day(9, 28)},
            pictures=[],
        ),
        order_row(
            "Enamel mug and Guji, whole bean",
            of={"total": 3150, "placed_at": day(12, 3, 2025)},
            pictures=[CUP, BAG],
            **refunded,
        ),
    ]


def order_detail() -> dict[str, Any]:
    """One order with a parcel under way, a refund and two addresses."""
    sums = {"subtotal": 28500, "discount": 2850, "shipping": 490, "total": 26140}
    order = Order(pk=1042, number="1042", placed_at=day(11, 19), currency="EUR", **sums)
    order.fulfilment_state = "shipped"
    address = {"name": "Sam Keller", "line1": "Lindenstraße 14", "postal_code": "10969"}
    order.shipping_address = {**address, "city": "Berlin", "country": "DE"}
    order.billing_address = {**order.shipping_address, "name": "Keller & Söhne GmbH"}
    loaded = {
        "lines": [
            OrderLine(name="Guji, 500 g", quantity=2, unit_amount=1450, total=2900, image_url=BAG),
            OrderLine(name="Enamel mug", unit_amount=1600, total=1600, image_url=CUP),
            OrderLine(name=LONG_NAME, unit_amount=24000, total=24000),
        ],
        "refunds": [OrderRefund(amount=1600, reason="Mug was chipped", created_at=day(11, 21))],
        "fulfilments": [
            Fulfilment(
                carrier="DHL",
                tracking_number="00340434161094021501",
                tracking_url="https://www.dhl.com/track",
                expected_at=day(11, 26),
                shipped_at=day(11, 20),
            )
        ],
    }
    order.__dict__["_prefetched_objects_cache"] = loaded
    facts = {"status_label": "On its way", "status_tone": "info", "back_url": "/"}
    return {"order": order, **facts}


def cards() -> list[Shape]:
    """A good card, one about to expire, one that failed."""
    row = {"expiring": False, "expired": False, "is_default": False, "pays": [], "failed": ""}
    declined = "Your bank declined this card on 3 Dec 2026. You have not been charged."
    return [
        Shape(**row | {"label": "Visa ending 4242", "expires": "08/2029", "card": Card(pk=1),
                       "is_default": True, "pays": ["Coffee for two", LONG_NAME]}),
        Shape(**row | {"label": "Mastercard ending 5100", "expires": "12/2026", "card": Card(pk=2),
                       "expiring": True, "pays": ["Filter club"]}),
        Shape(**row | {"label": "American Express ending 0005", "expires": "03/2028",
                       "card": Card(pk=3), "failed": declined}),
    ]  # fmt: skip
