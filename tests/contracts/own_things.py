"""What each of two people has, for tests of whose things are whose."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.models import Customer, CustomerSession
from billing.models import Card, Operation, Order, OrderRef, Price, Product, Subscription

ME, OTHER = "active", "paused"
ITEM = {"id": "si", "price": "price_active", "quantity": 1, "name": "Membership"}
Things = dict[str, dict[str, str]]
"""By the name of a form's field and whose it is: `things["card"]["paused"]`."""


def make_things(people: Mapping[str, Customer]) -> tuple[Price, Things]:
    """Make them, and what their subscriptions are for."""
    price = _prices()
    return price, {
        field: {key: str(make(people[key], key)) for key in (ME, OTHER)}
        for field, make in MAKERS.items()
    }


def _prices() -> Price:
    """What the running subscriptions are for, and beside it what the ended ones were for."""
    membership = Product.objects.get(external_id="prod_membership")
    about = {"shop_id": membership.shop_id, "external_id": "prod_ended", "name": "Over"}
    _sold(Product.objects.create(**about), "price_ended")
    _sold(membership, "price_yearly", "year")
    return _sold(membership, "price_active")


def _sold(product: Product, name: str, interval: str = "month") -> Price:
    about = {"currency": "GBP", "unit_amount": 1200, "interval": interval}
    return Price.objects.create(
        shop=product.shop, product=product, external_id=name, fetched_at=datetime.now(UTC), **about
    )


def _card(customer: Customer, key: str) -> Any:
    about = {"exp_month": 8, "exp_year": 2040, "fetched_at": datetime.now(UTC)}
    Card.objects.create(shop=customer.shop, customer=customer, external_id=f"pm_{key}", **about)
    return f"pm_{key}"


def _invoice(customer: Customer, key: str) -> Any:
    order = Order.objects.get(customer=customer)
    Order.objects.filter(pk=order.pk).update(payment_state="failed")
    OrderRef.objects.create(
        shop=order.shop, source="stripe", kind="invoice", ref=f"in_{key}", order=order
    )
    return f"in_{key}"


def _operation(customer: Customer, key: str) -> Any:
    wanted = {"customer": customer, "action": "buy", "target": f"price_of_{key}"}
    kept = {"params": {"card": "new"}, "after": {"invoice": f"in_{key}"}}
    return Operation.objects.create(**wanted, **kept, actor="customer", outcome="waiting").pk


def _session(customer: Customer, key: str) -> Any:
    """Where they are signed in besides."""
    until = {"expire_date": datetime.now(UTC) + timedelta(days=1)}
    whose = {"account_id": customer.account_id, "customer": customer}
    return CustomerSession.objects.create(session_key=f"session-{key}", **whose, **until).sid


def _renamed(customer: Customer, key: str) -> Any:
    """What they have changed of their details, and may undo."""
    values = {str(customer.pk): customer.name}
    kept = {
        "params": {"part": "name", "values": values, "is_undo": False},
        "before": {"part": "name", "values": dict.fromkeys(values, key)},
    }
    wanted = {"customer": customer, "action": "update_details", "target": f"{key}:name"}
    return Operation.objects.create(**wanted, **kept, actor="customer", outcome="done").pk


def _subscription(customer: Customer, key: str) -> Any:
    row = customer.subscriptions.get()
    row.items = [{**ITEM, "id": f"si_{key}", "product": row.products.get().pk}]
    row.save()
    return row.external_id


def _ended(customer: Customer, key: str) -> Any:
    product = Product.objects.get(external_id="prod_ended").pk
    return Subscription.objects.create(
        shop=customer.shop,
        customer=customer,
        external_id=f"sub_ended_{key}",
        state="cancelled",
        amount=1200,
        currency="GBP",
        interval="month",
        items=[{**ITEM, "price": "price_ended", "product": product}],
        **dict.fromkeys(("state_since", "started_at", "fetched_at"), datetime.now(UTC)),
    ).external_id


MAKERS = {
    "card": _card,
    "invoice": _invoice,
    "operation": _operation,
    "item": lambda customer, key: f"si_{key}",
    "order": lambda customer, _key: Order.objects.get(customer=customer).pk,
    "payer": lambda customer, _key: customer.pk,
    "session": _session,
    "price": lambda _customer, _key: "price_active",
    "subscription": _subscription,
    "undo": _renamed,
    "ended": _ended,
}
