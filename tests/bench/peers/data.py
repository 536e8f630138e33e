"""What a hand-written page shows of a customer, read as anybody would: five queries."""

from __future__ import annotations

from typing import Any

from accounts.models import Customer

RUNNING = frozenset({"active", "trialing", "ending"})
TONES = {"delivered": "ok", "shipped": "info"}


def data_of(customer: Customer) -> dict[str, Any]:
    """Return orders with lines and parcels, subscriptions and cards, with prices in words."""
    newest = customer.orders.order_by("-placed_at", "-id")
    orders: list[Any] = list(newest.prefetch_related("lines", "fulfilments")[:20])
    subscriptions: list[Any] = list(customer.subscriptions.all())
    for order in orders:
        order.price, order.tone = _money(order.total), TONES.get(order.fulfilment_state, "muted")
    for subscription in subscriptions:
        subscription.price = _money(subscription.amount)
    return {
        "customer": customer,
        "orders": orders,
        "subscriptions": subscriptions,
        "cards": list(customer.cards.all()),
        "is_active": any(subscription.state in RUNNING for subscription in subscriptions),
    }


def _money(minor_units: int) -> str:
    return f"£{minor_units / 100:.2f}"
