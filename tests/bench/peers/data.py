"""What a hand-written page shows of a customer, read as anybody would: six queries."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils import timezone

from accounts.models import Customer
from billing.models import Membership

RUNNING = frozenset({"active", "trialing", "ending"})
TONES = {"delivered": "ok", "shipped": "info"}
ICONS = {"ok": "bench/icons/circle-check.html", "info": "bench/icons/truck.html"}
UNPAID = frozenset({"pending", "failed"})


def data_of(customer: Customer) -> dict[str, Any]:
    """Return orders with lines and parcels, subscriptions, cards and clubs, ready to be shown."""
    newest = customer.orders.order_by("-placed_at", "-id")
    orders: list[Any] = list(newest.prefetch_related("lines", "fulfilments")[:20])
    subscriptions: list[Any] = list(customer.subscriptions.all())
    cards: list[Any] = list(customer.cards.all())
    for order in orders:
        _tell(order)
    for subscription in subscriptions:
        subscription.price = _money(subscription.amount)
        subscription.pictures = [item["image_url"] for item in subscription.items]
    for card in cards:
        card.label = f"{card.brand.title()} ending {card.last4}"
    return {
        "customer": customer,
        "greeting": f"Good {_hour()}, {customer.name.split(' ')[0]}",
        "orders": orders,
        "unpaid": [order for order in orders if order.payment_state in UNPAID],
        "subscriptions": subscriptions,
        "next": _next(subscriptions),
        "cards": cards,
        "card": next((card for card in cards if card.is_default), None),
        "memberships": Membership.objects.filter(customer=customer).select_related("club"),
        "is_active": any(subscription.state in RUNNING for subscription in subscriptions),
        "country_name": "United Kingdom",
        "operation_id": uuid.uuid4(),
    }


def _tell(order: Any) -> None:
    order.price, order.tone = _money(order.total), TONES.get(order.fulfilment_state, "muted")
    order.status = order.get_fulfilment_state_display()
    if not order.fulfilment_state:
        order.status, order.tone = order.get_payment_state_display(), "ok"
    order.icon = ICONS.get(order.tone, "bench/icons/clock.html")
    order.pictures = [line.image_url for line in order.lines.all() if line.image_url]


def _next(subscriptions: list[Any]) -> dict[str, Any] | None:
    """What is charged together next."""
    due = [one for one in subscriptions if one.state in RUNNING and one.current_period_end]
    if not due:
        return None
    first = min(one.current_period_end for one in due)
    together = [one for one in due if one.current_period_end.date() == first.date()]
    pictures = [picture for one in together for picture in one.pictures]
    return {"day": first, "price": _money(sum(x.amount for x in together)), "pictures": pictures}


def _hour() -> str:
    hour = timezone.localtime().hour
    return "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"


def _money(minor_units: int) -> str:
    return f"£{minor_units / 100:.2f}"
