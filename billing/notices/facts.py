"""What an e-mail needs to know, as it was when it was noted. JSON, and nothing secret."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from billing.models import Card, Fulfilment, Order, OrderRefund, Subscription

Facts = dict[str, Any]
MOST_LINES = 20


def of_subscription(subscription: Subscription, card: Card | None) -> Facts:
    """Return what is said of a subscription and the card that pays it."""
    return {
        "subscription": subscription.external_id,
        "title": subscription.title,
        "amount": subscription.amount,
        "currency": subscription.currency,
        "interval": subscription.interval,
        "interval_count": subscription.interval_count,
        "discounts": [str(one["name"]) for one in subscription.discounts if one.get("name")],
        "products": products_of(subscription.items),
        "state": subscription.state,
        "next_charge_at": iso(subscription.next_charge_at),
        "ends_at": iso(subscription.cancel_at or subscription.current_period_end),
        "resumes_at": iso(subscription.resumes_at),
        "trial_ends_at": iso(subscription.trial_ends_at),
        "card": of_card(card),
    }


def of_order(order: Order, card: Card | None = None) -> Facts:
    """Return what is said of an order; its lines have to be prefetched."""
    lines = list(order.lines.all())
    return {
        "order": order.external_id,
        "number": order.number,
        "title": ", ".join(line.name for line in lines[:3]),
        "amount": order.total,
        "currency": order.currency,
        "subtotal": order.subtotal,
        "discount": order.discount,
        "shipping": order.shipping,
        "tax": order.tax,
        "placed_at": iso(order.placed_at),
        "lines": [
            {"name": line.name, "quantity": line.quantity, "total": line.total}
            for line in lines[:MOST_LINES]
        ],
        "more_lines": max(0, len(lines) - MOST_LINES),
        "is_renewal": order.subscription_id is not None,
        "products": sorted({line.product_id for line in lines if line.product_id is not None}),
        "card": of_card(card),
    }


def of_refund(order: Order, refund: OrderRefund) -> Facts:
    """Return what is said of money given back."""
    return {**of_order(order), "amount": refund.amount, "total": order.total}


def of_parcel(order: Order, parcel: Fulfilment) -> Facts:
    """Return what is said of a parcel on its way."""
    return {
        **of_order(order),
        "carrier": parcel.carrier,
        "tracking_number": parcel.tracking_number,
        "tracking_url": parcel.tracking_url,
        "expected_at": iso(parcel.expected_at),
    }


def of_card(card: Card | None) -> Facts | None:
    """Return what is said of a card: never more than is printed on a receipt."""
    if card is None:
        return None
    return {
        "brand": card.brand,
        "last4": card.last4,
        "exp_month": card.exp_month,
        "exp_year": card.exp_year,
    }


def products_of(items: Iterable[Any]) -> list[int]:
    """Return our products' ids: by them the portal that writes is chosen."""
    return sorted({item["product"] for item in items if item.get("product") is not None})


def iso(moment: datetime | None) -> str | None:
    """Return a moment as JSON has it."""
    return moment.isoformat() if moment is not None else None
