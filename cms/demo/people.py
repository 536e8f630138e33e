"""Who may sign in at the demo, and in which state their subscription is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from access_rules.decisions import admission
from accounts.models import Customer
from billing.models import Order, Subscription
from billing.models.subscriptions import ENDED_STATES
from portals.registry import Portal, all_portals

EMAILS = [
    f"{name}@example.com"
    for name in ("any", "active", "trialing", "past-due", "paused", "ending", "cancelled")
]
SHOP_SOURCE = "shop"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One person at one portal."""

    portal: str
    email: str
    order_number: str
    state: str
    admitted: bool


def demo_people() -> list[DemoPerson]:
    """Return every person at every portal, with what the database says of them now."""
    orders = Order.objects.filter(email__in=EMAILS, source=SHOP_SOURCE).order_by("placed_at")
    numbers = {order.email: order.number for order in orders}
    customers = Customer.objects.filter(pk__in=orders.values("customer")).order_by("pk")
    by_email = {customer.email: customer for customer in customers}
    return [
        _person(portal, by_email[email], numbers[email])
        for portal in all_portals()
        for email in EMAILS
        if email in by_email and by_email[email].shop_id == portal.shop_id
    ]


def _person(portal: Portal, customer: Customer, number: str) -> DemoPerson:
    return DemoPerson(
        portal=portal.host,
        email=customer.email,
        order_number=number,
        state=_state(customer),
        admitted=admission(portal, customer, timezone.now()).allowed,
    )


def _state(customer: Customer) -> str:
    """Return the state of the subscription that runs, else of the last; `none` without any."""
    rows: Any = Subscription.objects.filter(customer=customer).order_by("started_at")
    states = list(rows.values_list("state", flat=True))
    running = [state for state in states if state not in ENDED_STATES]
    return str((running or states or ["none"])[0])
