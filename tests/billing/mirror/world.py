"""What Stripe has and what we have, in one form, to tell that they are the same."""

from __future__ import annotations

from typing import Any

from accounts.models import Customer
from billing.gateway.client import api
from billing.models import Card, Order, Subscription

Picture = dict[str, set[tuple[Any, ...]]]


def ours() -> Picture:
    """Return what the mirror holds of what lives."""
    here = Customer.objects.filter(deleted_at=None)
    orders = Order.objects.filter(customer__in=here)
    return {
        "customers": set(here.values_list("external_id", "email", "name")),
        "cards": set(Card.objects.values_list("external_id", "customer__external_id", "last4")),
        "subscriptions": set(
            Subscription.objects.filter(customer__in=here).values_list("external_id", "raw_status")
        ),
        "orders": set(orders.values_list("external_id", "number", "total", "refunded")),
    }


def theirs() -> Picture:
    """Return what Stripe says, asked anew."""
    customers = list(api().customers.list({"limit": 100}).auto_paging_iter())
    found: Picture = {"customers": set(), "cards": set(), "subscriptions": set(), "orders": set()}
    for one in customers:
        owner: Any = {"customer": one.id, "limit": 100}
        found["customers"].add((one.id, str(one.email).lower(), one.name))
        for card in api().customers.payment_methods.list(one.id).data:
            found["cards"].add((card.id, one.id, card.card.last4))
        for bought in api().subscriptions.list({**owner, "status": "all"}).data:
            found["subscriptions"].add((bought.id, bought.status))
        for bill in api().invoices.list(owner).data:
            found["orders"].add((bill.id, bill.number, bill.total, _refunded(bill.id)))
    return found


def _refunded(invoice: str) -> int:
    paid = api().invoice_payments.list({"invoice": invoice}).data
    intents = [one.payment.payment_intent for one in paid if one.payment.payment_intent]
    return sum(
        refund.amount
        for intent in intents
        for refund in api().refunds.list({"payment_intent": str(intent)}).data
    )
