"""The floor: the same page written by hand, for one shop, as plain Django.

A session, the customer, their orders with lines and parcels, the subscription and the card: seven
queries, one template, nothing a merchant could change.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from accounts.models import Customer

CUSTOMER = "customer"
RUNNING = frozenset({"active", "trialing", "ending"})
TONES = {"delivered": "ok", "shipped": "info"}


def portal(request: HttpRequest) -> HttpResponse:
    """Show the signed-in customer everything they have."""
    key = request.session.get(CUSTOMER)
    customer = Customer.objects.select_related("account").filter(pk=key).first()
    if customer is None or customer.account is None or not customer.account.is_active:
        return HttpResponseRedirect("/sign-in/")
    orders = customer.orders.order_by("-placed_at", "-id").prefetch_related("lines", "fulfilments")
    subscriptions = list(customer.subscriptions.all())
    for order in (shown := list(orders[:20])):
        order.price = _money(order.total)  # type: ignore[attr-defined]
        order.tone = TONES.get(order.fulfilment_state, "muted")  # type: ignore[attr-defined]
    for subscription in subscriptions:
        subscription.price = _money(subscription.amount)  # type: ignore[attr-defined]
    context = {
        "customer": customer,
        "orders": shown,
        "subscriptions": subscriptions,
        "cards": list(customer.cards.all()),
        "is_active": any(subscription.state in RUNNING for subscription in subscriptions),
    }
    return render(request, "bench/handwritten.html", context)


def _money(minor_units: int) -> str:
    return f"£{minor_units / 100:.2f}"
