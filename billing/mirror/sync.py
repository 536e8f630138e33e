"""Everything of one customer at once, for those we hear of in another way than by webhooks."""

from __future__ import annotations

from datetime import datetime

from accounts.models import Customer
from billing.gateway.customers import fetch_customer, list_cards
from billing.gateway.errors import NotFound
from billing.gateway.invoices import list_invoices
from billing.gateway.subscriptions import list_subscriptions
from billing.mirror.customers import store_customer
from billing.mirror.orders import store_invoice
from billing.mirror.subscriptions import store_subscription
from portals.models import Shop


def sync_customer(shop: Shop, external_id: str, now: datetime) -> Customer:
    """Fetch a customer of `shop` with cards, subscriptions and invoices, and write all of it.

    Raise `NotFound` for one that Stripe does not know or that was deleted there.
    """
    record = fetch_customer(external_id)
    if record.deleted:
        raise NotFound("The customer was deleted.", "deleted")
    customer = store_customer(record, list_cards(external_id), now=now, shop=shop)
    for subscription in list_subscriptions(external_id):
        store_subscription(subscription, now=now)
    for invoice in list_invoices(external_id):
        store_invoice(invoice, now=now)
    return customer
