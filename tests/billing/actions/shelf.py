"""A shop's shelf for the tests of purchases: prices at Stripe and in the mirror, and a buyer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from accounts.models import Customer
from billing.actions.baskets import basket_of, quote
from billing.actions.purchasing import Payment
from billing.gateway.client import api
from billing.mirror.customers import refresh_customer
from billing.models import Card, Operation, Price, Product
from portals.models import Shop
from tests.billing.buying import sign_up, use_card


def shelve(
    shop: Shop, *, amount: int = 8900, currency: str = "eur", interval: str = "", name: str = "Pot"
) -> Price:
    """Sell something, once or every `interval`."""
    params: Any = {"recurring": {"interval": interval}} if interval else {}
    about = api().products.create({"name": name})
    wanted: Any = {"product": about.id, "currency": currency, "unit_amount": amount, **params}
    made = api().prices.create(wanted)
    product = Product.objects.create(
        shop=shop, source="stripe", external_id=about.id, name=name, fetched_at=datetime.now(UTC)
    )
    return Price.objects.create(
        shop=shop,
        product=product,
        external_id=made.id,
        currency=currency.upper(),
        unit_amount=amount,
        interval=interval,
        fetched_at=datetime.now(UTC),
    )


def buyer(card: str = "pm_card_visa", email: str = "ada@example.com", **params: Any) -> Customer:
    """A customer at Stripe and in the mirror, with this card on file where it is not empty."""
    external_id = sign_up(email, **params)
    if card:
        use_card(external_id, card)
    refresh_customer(external_id, now=datetime.now(UTC))
    return Customer.objects.get(external_id=external_id)


def card_of(customer: Customer) -> str:
    """Stripe's id of the customer's card."""
    return Card.objects.get(customer=customer).external_id


def agreeing(
    customer: Customer, price: Price, *, quantity: int = 1, card: str = "", **how: Any
) -> Payment:
    """Pay what it costs now, with the card on file unless another is named."""
    agreed = quote(customer, basket_of([(price, quantity)])).fingerprint
    return Payment(card or card_of(customer), agreed, **how)


def charges(customer: Customer) -> list[int]:
    """The amounts that were taken from a customer's cards."""
    found = api().charges.list({"customer": customer.external_id}).data
    return [one.amount for one in found if one.paid]


def invoices(customer: Customer) -> list[str]:
    """The states of a customer's invoices, newest first."""
    return [str(one.status) for one in api().invoices.list({"customer": customer.external_id}).data]


def goes_bad(server: Any, customer: Customer, card: str) -> None:
    """Let the card on file be another test card from now on, one that could not be put there."""
    server.stripe.world.state.set_value(f"card:{card_of(customer)}", card)


def confirm(server: Any, operation: Operation, *, passed: bool) -> None:
    """What the customer does in their bank's window."""
    paid = api().invoice_payments.list({"invoice": operation.after["invoice"]}).data[0]
    server.stripe.authenticate(str(paid.payment.payment_intent), passed=passed)
