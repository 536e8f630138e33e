"""Orders out of what Stripe knows of a sale.

A sale is known by its invoice, without one by its Checkout session, without that by its payment
(`billing.gateway.sales`). Whatever is told of any part of it, the whole of it is looked at, and
kept as one order. Its other ids are kept as names of that order.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import Customer
from billing.facts import rebuild_facts
from billing.gateway.errors import NotFound
from billing.gateway.sale_records import DRAFT, INVOICE, VOID, SaleRecord, kind_of
from billing.gateway.sales import fetch_sale
from billing.mirror.customers import SOURCE, customer_of
from billing.mirror.failures import note_failure
from billing.mirror.locks import locked, locked_shop
from billing.mirror.order_records import order_record
from billing.mirror.products import products_of
from billing.mirror.shops import shop_named
from billing.mirror.subscriptions import refresh_subscription
from billing.models import Order, OrderRef, Subscription
from billing.notices import look_at_orders, tell_of_orders
from billing.orders import upsert_orders
from billing.sources.joining import give_up
from billing.sources.ties import ORDER_REF
from billing.stripe_accounts import of_account
from portals.models import Shop


def refresh_order(external_id: str, *, now: datetime) -> None:
    """Bring our order of an invoice, a Checkout session or a payment up to date."""
    _refresh(kind_of(external_id) or INVOICE, external_id, now=now)


def refresh_order_of_invoice(external_id: str, *, now: datetime) -> None:
    """Bring our order of an invoice up to date. Raise `ShopUnknown` for a new customer's."""
    _refresh(INVOICE, external_id, now=now)


def refresh_order_of_invoice_payment(external_id: str, *, now: datetime) -> None:
    """Bring the order up to date whose invoice has a payment more."""
    _refresh("invoice_payment", external_id, now=now)


def refresh_order_of_session(external_id: str, *, now: datetime) -> None:
    """Bring the order up to date that a Checkout session was completed for."""
    _refresh("checkout_session", external_id, now=now)


def refresh_order_of_intent(external_id: str, *, now: datetime) -> None:
    """Bring the order up to date that a payment is for."""
    _refresh("payment_intent", external_id, now=now)


def refresh_order_of_charge(external_id: str, *, now: datetime) -> None:
    """Bring the order that a charge has paid up to date."""
    _refresh("charge", external_id, now=now)


def refresh_order_of_dispute(external_id: str, *, now: datetime) -> None:
    """Bring the order whose payment is disputed up to date."""
    _refresh("dispute", external_id, now=now)


def refresh_order_of_refund(external_id: str, *, now: datetime) -> None:
    """Bring the order that money was given back on up to date."""
    _refresh("refund", external_id, now=now)


def store_sale(record: SaleRecord, *, now: datetime, shop: Shop | None = None) -> None:
    """Write a sale as an order, unless it is a draft or a later answer has been written.

    Raise `ShopUnknown` for one of a guest that says of no shop.
    """
    if record.status in {"", DRAFT} or _was_never_begun(record):
        return
    customer = customer_of(record.customer_id, now=now) if record.customer_id else None
    if customer is None and record.customer_id:
        return
    shop = _shop_of(record, customer, shop)
    products = products_of(shop, (line.product_id for line in record.lines))
    subscription_id = _subscription_id(record, customer, now=now)
    with transaction.atomic():
        locked_shop(shop.pk)
        if customer is not None:
            customer = locked(customer.pk)
        order = order_record(record, products, customer=customer, subscription_id=subscription_id)
        named = Order.objects.filter(pk__in=_named(record).values("order"))
        before = look_at_orders(named)
        upsert_orders(shop, SOURCE, [order], now=now)
        if customer is not None:
            note_failure(record, customer.pk, now=now)
        tell_of_orders(before, named, now=now)


def _refresh(kind: str, external_id: str, *, now: datetime) -> None:
    invoice_id = "" if kind == INVOICE else _invoice_of(kind, external_id)
    if invoice_id:
        kind, external_id = INVOICE, invoice_id
    try:
        record = fetch_sale(kind, external_id)
    except NotFound:
        # A draft that was deleted never was an order; another invoice cannot be deleted, so what
        # we have of it is kept, and counts no more.
        if kind == INVOICE:
            _bury(external_id, now=now)
        return
    if record is not None:
        store_sale(record, now=now)


def _invoice_of(kind: str, external_id: str) -> str:
    """Return the one invoice of the order that an object is of, where we know it.

    Nothing is better than an invoice, so Stripe does not have to be asked what is.
    """
    order = OrderRef.objects.filter(of_account(), source=SOURCE, kind=kind, ref=external_id).values(
        "order"
    )
    names = OrderRef.objects.filter(
        of_account(), order__in=order, source=SOURCE, kind=ORDER_REF, ref__startswith="in_"
    )
    found = list(names.values_list("ref", flat=True)[:2])
    return found[0] if len(found) == 1 else ""


def _was_never_begun(record: SaleRecord) -> bool:
    """Whether a payment or session was given up of which nobody has seen anything."""
    return record.kind != INVOICE and record.status == VOID and not _named(record).exists()


def _named(record: SaleRecord) -> QuerySet[OrderRef]:
    intents = (one.intent_id for one in record.payments if one.intent_id)
    return OrderRef.objects.filter(
        of_account(), source=SOURCE, ref__in=[record.external_id, *intents]
    )


def _shop_of(record: SaleRecord, customer: Customer | None, shop: Shop | None) -> Shop:
    """A known order's shop is known; a new one's is the customer's, or the one that it names."""
    if customer is not None:
        return customer.shop
    known = _named(record).select_related("shop").first()
    return known.shop if known is not None else shop or shop_named(record.shop_name)


def _bury(external_id: str, *, now: datetime) -> None:
    refs = OrderRef.objects.filter(of_account(), source=SOURCE, kind=ORDER_REF, ref=external_id)
    named = Q(source=SOURCE, external_id=external_id) | Q(pk__in=refs.values("order"))
    for order in Order.objects.filter(of_account(), named):
        with transaction.atomic():
            locked_shop(order.shop_id)
            owners = [locked(order.customer_id).pk] if order.customer_id is not None else []
            give_up(order, external_id, now=now)
            rebuild_facts(owners, now=now)


def _subscription_id(record: SaleRecord, customer: Customer | None, *, now: datetime) -> int | None:
    if not record.subscription_id or customer is None:
        return None
    rows = Subscription.objects.filter(
        shop_id=customer.shop_id, external_id=record.subscription_id
    ).values_list("pk", flat=True)
    if not rows.exists():  # the invoice was told of before its subscription
        refresh_subscription(record.subscription_id, now=now)
    return rows.first()
