"""Sales that tests make at the local Stripe: in a checkout, by a bare payment, by an invoice."""

from __future__ import annotations

from typing import Any

from billing.gateway.client import api
from tests.billing.buying import sign_up, use_card

CARD = "4242424242424242"
ADA = "ada@example.com"


def pay_once(customer: str = "", *, card: str = "pm_card_visa", **params: Any) -> Any:
    """Take EUR 9.00 at once, and no invoice is made; return the payment."""
    wanted: Any = {
        "amount": 900,
        "currency": "eur",
        "payment_method": card,
        "confirm": True,
        "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
        "description": "Tea for one",
        **({"customer": customer} if customer else {"receipt_email": ADA}),
        **params,
    }
    return api().payment_intents.create(wanted)


def begin_checkout(customer: str = "", *, quantity: int = 2, **params: Any) -> str:
    """Open a checkout of so many teas at EUR 9.00; return the session's id."""
    product = api().products.create({"name": "Tea"})
    price = api().prices.create({"product": product.id, "currency": "eur", "unit_amount": 900})
    wanted: Any = {
        "mode": "payment",
        "line_items": [{"price": price.id, "quantity": quantity}],
        "success_url": "https://shop.example/thanks/",
        **({"customer": customer} if customer else {"customer_email": ADA}),
        **params,
    }
    return str(api().checkout.sessions.create(wanted).id)


def check_out(server: Any, customer: str = "", **params: Any) -> Any:
    """Buy in a checkout; return the session."""
    session = begin_checkout(customer, **params)
    server.stripe.pay_checkout(session, number=CARD, email=ADA)
    return api().checkout.sessions.retrieve(session)


def invoice_once(customer: str = "") -> Any:
    """Buy a tea for EUR 9.00 by an invoice that is paid at once; return the invoice."""
    customer = customer or _customer_with_card()
    draft = api().invoices.create({"customer": customer, "auto_advance": False})
    item: Any = {"customer": customer, "invoice": draft.id, "amount": 900, "currency": "eur"}
    api().invoice_items.create({**item, "description": "Tea"})
    return api().invoices.pay(api().invoices.finalize_invoice(draft.id).id)


def intent_of(invoice: str) -> str:
    """The payment of an invoice."""
    paid = api().invoice_payments.list({"invoice": invoice}).data[0].payment
    return str(paid.payment_intent)


def _customer_with_card() -> str:
    customer = sign_up()
    use_card(customer, "pm_card_visa")
    return customer
