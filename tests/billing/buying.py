"""What tests do at the local Stripe before the product looks at it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import Any

from billing.gateway.client import api


@dataclass(frozen=True)
class Purchase:
    """A subscription that was bought, and what belongs to it. All are Stripe's ids."""

    customer: str
    card: str
    product: str
    subscription: str
    invoice: str


def subscribe(
    email: str = "Ada@Example.com", *, card: str = "pm_card_visa", quantity: int = 1, **params: Any
) -> Purchase:
    """Buy a subscription to tea, EUR 24.00 a month."""
    product = api().products.create({"name": "Tea", "images": ["https://shop.example/tea.png"]})
    price = api().prices.create(
        {
            "product": product.id,
            "currency": "eur",
            "unit_amount": 2400,
            "recurring": {"interval": "month"},
        }
    )
    customer = sign_up(email)
    method = use_card(customer, card)
    items: Any = [{"price": price.id, "quantity": quantity}]
    wanted: Any = {"customer": customer, "items": items, **params}
    bought = api().subscriptions.create(wanted)
    invoice = str(bought.latest_invoice or "")
    return Purchase(customer, method, product.id, bought.id, invoice)


def sign_up(email: str = "Ada@Example.com", **params: Any) -> str:
    """Become a customer."""
    wanted: Any = {"email": email, "name": "Ada", "address": {"country": "DE"}, **params}
    return str(api().customers.create(wanted).id)


def use_card(customer: str, card: str) -> str:
    """Put a card on file as the default."""
    method = api().payment_methods.attach(card, {"customer": customer}).id
    api().customers.update(customer, {"invoice_settings": {"default_payment_method": method}})
    return method


def requests(server: Any, method: str, path: str) -> list[tuple[str | None, int]]:
    """Return the idempotency key and status of every such request the server has answered."""
    query = "select idempotency_key, status from request where method = ? and path like ?"
    return list(server.stripe.world.state.db.execute(query, (method, path)))


def again(asking):
    """The same person asks anew, by another form."""
    return replace(asking, operation_id=uuid.uuid4())
