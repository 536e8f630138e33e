"""Everything of one customer at once, for those we hear of in another way than by webhooks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Customer
from billing.gateway.customers import fetch_customer, list_cards
from billing.gateway.errors import NotFound
from billing.gateway.records import CardRecord, CustomerRecord, SubscriptionRecord
from billing.gateway.sale_records import SaleRecord
from billing.gateway.sales import list_sales
from billing.gateway.subscriptions import list_subscriptions
from billing.mirror.customers import store_customer
from billing.mirror.orders import store_sale
from billing.mirror.subscriptions import store_subscription
from portals.models import Shop


@dataclass(frozen=True, slots=True)
class Everything:
    """A customer with all that belongs to it, as Stripe has it."""

    customer: CustomerRecord
    cards: list[CardRecord]
    subscriptions: list[SubscriptionRecord]
    sales: list[SaleRecord]


def everything_of(record: CustomerRecord) -> Everything:
    """Fetch all that belongs to a customer. Raise `NotFound` where it was deleted meanwhile."""
    return Everything(
        customer=record,
        cards=list_cards(record.external_id),
        subscriptions=list_subscriptions(record.external_id),
        sales=list_sales(record.external_id),
    )


def store_everything(found: Everything, *, now: datetime, shop: Shop | None = None) -> Customer:
    """Write all of it. `shop` is whose it is if we do not know it yet."""
    customer = store_customer(found.customer, found.cards, now=now, shop=shop)
    for subscription in found.subscriptions:
        store_subscription(subscription, now=now)
    for sale in found.sales:
        store_sale(sale, now=now)
    return customer


def sync_customer(shop: Shop, external_id: str, now: datetime) -> Customer:
    """Fetch a customer of `shop` with cards, subscriptions and orders, and write all of it.

    Raise `NotFound` for one that Stripe does not know or that was deleted there.
    """
    record = fetch_customer(external_id)
    if record.deleted:
        raise NotFound("The customer was deleted.", "deleted")
    return store_everything(everything_of(record), now=now, shop=shop)
