"""Believable things to show in every state: orders, subscriptions, cards. Nothing is saved."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace as Shape
from typing import Any

from billing.models import Card, Fulfilment, Order, OrderLine, OrderRefund, Subscription

LONG_NAME = "Jahresabonnement Röstkaffee-Überraschungspaket für Vieltrinker"
BAG, CUP, PAPER = (f"/static/specimens/{name}.svg" for name in ("bag", "cup", "paper"))


def day(month: int, number: int, year: int = 2026) -> dt.datetime:
    """Noon of a day."""
    return dt.datetime(year, month, number, 12, tzinfo=dt.UTC)


def order_row(title: str, **facts: Any) -> Shape:
    """One row of an order history: `of` holds the order's own fields."""
    order = Order(**{"placed_at": day(11, 19), "currency": "EUR", "total": 2400} | facts.pop("of"))
    defaults = {"pictures": [BAG], "status_tone": "ok", "status_label": "Delivered", "parcel": None}
    return Shape(order=order, url="/orders/1042/", title=title, **defaults | facts)


def order_rows() -> list[Shape]:
    """A customer's orders: under way, delivered, failed, refunded, dear and long."""
    parcel = Fulfilment(carrier="DHL", expected_at=day(11, 26))
    moving = {"status_tone": "info", "status_label": "On its way", "parcel": parcel}
    failed = {"status_tone": "danger", "status_label": "Payment failed"}
    refunded = {"status_tone": "neutral", "status_label": "Refunded"}
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
    lines = [
        OrderLine(name="Guji, whole bean, 500 g", quantity=2, unit_amount=1450, total=2900),
        OrderLine(name="Enamel mug", quantity=1, unit_amount=1600, total=1600),
        OrderLine(name=LONG_NAME, quantity=1, unit_amount=24000, total=24000),
    ]
    lines[0].image_url, lines[1].image_url = BAG, CUP
    parcel = Fulfilment(carrier="DHL", tracking_number="00340434161094021501")
    parcel.expected_at, parcel.shipped_at = day(11, 26), day(11, 20)
    parcel.tracking_url = "https://www.dhl.com/track"
    totals = {"Subtotal": 28500, "Discount": -2850, "Delivery": 490, "Tax included": 4172}
    address = ["Sam Keller", "Lindenstraße 14", "10969 Berlin", "Germany"]
    return {
        "order": Order(number="1042", placed_at=day(11, 19), currency="EUR", total=26140),
        "status_label": "On its way",
        "status_tone": "info",
        "lines": lines,
        "totals": [Shape(label=label, amount=amount) for label, amount in totals.items()]
        + [Shape(label="Total", amount=26140, is_total=True)],
        "refunds": [OrderRefund(amount=1600, reason="Mug was chipped", created_at=day(11, 21))],
        "fulfilments": [parcel],
        "addresses": [
            Shape(label="Delivered to", lines=address),
            Shape(label="Billed to", lines=["Keller & Söhne GmbH", *address[1:]]),
        ],
        "back_url": "/",
    }


def action(name: str, label: str, *consequence: str, **facts: Any) -> Shape:
    """One thing that can be done with a subscription."""
    defaults = {"primary": False, "link": "", "open": False, "reasons": []}
    back = {"pause": "Keep deliveries", "restart": "Stay paused", "cancel": "Keep subscription"}
    return Shape(
        name=name,
        label=label,
        confirm_label=label,
        back_label=back.get(name, ""),
        consequence=consequence,
        url=f"/subscriptions/{name}/",
        operation_id="6f1c2a1e-6a0e-4a07-a2a4-0d43a0b2f6c1",
        **defaults | facts,
    )


def pause(**facts: Any) -> Shape:
    """Pause, with what it means."""
    said = "We stop charging and sending from today.", "Restart whenever you like; your price stays."
    return action("pause", "Pause deliveries", *said, **facts)


def cancel(**facts: Any) -> Shape:
    """Cancel, with what it means and the reasons one may give."""
    said = (
        "Nothing more is charged. What you paid for still comes: your last parcel leaves on "
        "Monday 30 November.",
        "Until Thursday 3 December you can take this back.",
    )
    reasons = [("dear", "It costs too much"), ("much", "I have too much of it"), ("else", "Other")]
    return action("cancel", "Cancel subscription", *said, reasons=reasons, **facts)


def restart(**facts: Any) -> Shape:
    """Restart, as the one primary action."""
    said = ("We charge €24.00 today, to Visa ending 4242, and send on Monday 30 November.",)
    return action("restart", "Restart deliveries", *said, primary=True, **facts)


def subscription(pk: int, state: str, tone: str, sentence: str, *actions: Any, **facts: Any) -> Any:
    """One subscription's row."""
    of = {"currency": "EUR", "amount": 2400, "interval": "week", "interval_count": 4}
    model = Subscription(pk=pk, **of | facts.pop("of", {}))
    defaults = {"title": "Coffee for two", "picture": BAG, "card_label": "", "notice": None}
    return Shape(
        subscription=model,
        state_label=state,
        tone=tone,
        sentence=sentence,
        actions=actions,
        **defaults | facts,
    )


def cards() -> list[Shape]:
    """A good card, one about to expire, one that failed."""
    row = {"expiring": False, "is_default": False, "pays": [], "failed": ""}
    declined = "Your bank declined this card on 3 Dec 2026. You have not been charged."
    return [
        Shape(**row | {"label": "Visa ending 4242", "expires": "08/2029", "card": Card(pk=1),
                       "is_default": True, "pays": ["Coffee for two", LONG_NAME]}),
        Shape(**row | {"label": "Mastercard ending 5100", "expires": "12/2026", "card": Card(pk=2),
                       "expiring": True, "pays": ["Filter club"]}),
        Shape(**row | {"label": "American Express ending 0005", "expires": "03/2028",
                       "card": Card(pk=3), "failed": declined}),
    ]  # fmt: skip
