"""What a customer's browser and bank do with a card, for tests of what follows."""

from __future__ import annotations

from typing import Any

from billing.gateway.client import api
from billing.gateway.errors import translated
from billing.mirror.sync import sync_customer
from billing.models import Card, Operation
from portals.models import Shop
from tests.billing.buying import Purchase, subscribe, use_card

ASKS, SAFE, DECLINES = (
    "pm_card_authenticationRequired",
    "pm_card_mastercard",
    "pm_card_chargeDeclined",
)
WRITES = ("/v1/customers/%", "/v1/subscriptions/%", "/v1/invoices/%")


def enter(operation: Operation, card: str = SAFE) -> Any:
    """Enter a card into the form that the operation has opened. Raise what Stripe.js tells."""
    params: Any = {"payment_method": card}
    with translated():
        return api().setup_intents.confirm(operation.after["setup"], params)


def default_card(customer: str) -> str:
    """Return Stripe's id of the card that pays what has none of its own."""
    return str(api().customers.retrieve(customer).invoice_settings.default_payment_method or "")


def own_card(subscription: str) -> str:
    """Return Stripe's id of the subscription's own card, empty without one."""
    return str(api().subscriptions.retrieve(subscription).default_payment_method or "")


def past_due(server: Any, shop: Shop, now: Any, **params: Any) -> Purchase:
    """Subscribe somebody whose card then fails at the renewal, and mirror that."""
    bought = subscribe(**params)
    use_card(bought.customer, "pm_card_chargeCustomerFail")
    server.advance(32 * 24 * 3600)
    sync_customer(shop, bought.customer, now)
    return bought


def card_named(external_id: str) -> Card:
    """Return our row of a card."""
    return Card.objects.get(external_id=external_id)
