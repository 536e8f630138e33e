"""Orders out of invoices.

Every invoice but a draft is an order, with its number. Its payments and charges are kept as other
names of the same order, so that what Stripe tells of them finds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from accounts.models import Customer
from billing.facts import rebuild_facts
from billing.gateway.errors import NotFound
from billing.gateway.invoices import fetch_invoice, invoice_id_of
from billing.gateway.records import AddressRecord, InvoiceLineRecord, InvoiceRecord
from billing.mirror.customers import SOURCE, customer_of
from billing.mirror.locks import locked
from billing.mirror.products import products_of
from billing.mirror.subscriptions import refresh_subscription
from billing.models import Order, OrderRef, OrderRefund, PaymentState, Product, Subscription
from billing.orders import upsert_orders
from billing.sources.records import OrderLineRecord, OrderRecord


def refresh_order_of_invoice(external_id: str, *, now: datetime) -> None:
    """Bring our order of an invoice up to date. Raise `ShopUnknown` for a new customer's."""
    try:
        record = fetch_invoice(external_id)
    except NotFound:
        # A draft that was deleted never was an order; another invoice cannot be deleted, so what
        # we have of it is kept, and counts no more.
        _bury(external_id, now=now)
        return
    store_invoice(record, now=now)


def refresh_order_of_charge(external_id: str, *, now: datetime) -> None:
    """Bring the order that a charge has paid up to date."""
    _refresh_order_of("charge", external_id, now=now)


def refresh_order_of_dispute(external_id: str, *, now: datetime) -> None:
    """Bring the order whose payment is disputed up to date."""
    _refresh_order_of("dispute", external_id, now=now)


def refresh_order_of_refund(external_id: str, *, now: datetime) -> None:
    """Bring the order that money was given back on up to date."""
    _refresh_order_of("refund", external_id, now=now)


def store_invoice(record: InvoiceRecord, *, now: datetime) -> None:
    """Write an invoice as an order, unless it is a draft or a later answer has been written."""
    if record.status in {"", "draft"}:
        return
    customer = customer_of(record.customer_id, now=now)
    if customer is None:
        return
    products = products_of(customer.shop, (line.product_id for line in record.lines))
    subscription_id = _subscription_id(record, customer, now=now)
    order = order_record(record, products, customer=customer, subscription_id=subscription_id)
    with transaction.atomic():
        locked(customer.pk)
        upsert_orders(customer.shop, SOURCE, [order], now=now)
        _store_refunds(record, customer)


def payment_state_of(record: InvoiceRecord) -> PaymentState:
    """Return how the payment of an invoice stands."""
    if record.status == "void":
        return PaymentState.VOID
    if any(payment.disputed for payment in record.payments):
        return PaymentState.DISPUTED
    if record.status == "paid":
        return _paid_state(record)
    if any(payment.status == "requires_action" for payment in record.payments):
        return PaymentState.REQUIRES_ACTION
    if record.attempted or record.status == "uncollectible":
        return PaymentState.FAILED
    return PaymentState.PENDING


def _paid_state(record: InvoiceRecord) -> PaymentState:
    refunded = _refunded(record)
    if not refunded:
        return PaymentState.PAID
    return PaymentState.REFUNDED if refunded >= record.total else PaymentState.PARTIALLY_REFUNDED


def _refunded(record: InvoiceRecord) -> int:
    return sum(payment.refunded for payment in record.payments)


def _bury(external_id: str, *, now: datetime) -> None:
    rows = Order.objects.filter(source=SOURCE, external_id=external_id)
    for order in rows.exclude(payment_state=PaymentState.VOID):
        with transaction.atomic():
            owners = [locked(order.customer_id).pk] if order.customer_id is not None else []
            Order.objects.filter(pk=order.pk).update(
                payment_state=PaymentState.VOID, content_hash="", source_updated_at=now
            )
            rebuild_facts(owners, now=now)


def _refresh_order_of(kind: str, external_id: str, *, now: datetime) -> None:
    known = OrderRef.objects.filter(source=SOURCE, kind=kind, ref=external_id)
    invoice_id = known.values_list("order__external_id", flat=True).first()
    try:
        invoice_id = invoice_id or invoice_id_of(kind, external_id)
    except NotFound:
        return
    if invoice_id:
        refresh_order_of_invoice(invoice_id, now=now)


def _subscription_id(record: InvoiceRecord, customer: Customer, *, now: datetime) -> int | None:
    if not record.subscription_id:
        return None
    rows = Subscription.objects.filter(
        shop_id=customer.shop_id, external_id=record.subscription_id
    ).values_list("pk", flat=True)
    if not rows.exists():  # the invoice was told of before its subscription
        refresh_subscription(record.subscription_id, now=now)
    return rows.first()


def order_record(
    record: InvoiceRecord,
    products: Mapping[str, Product],
    *,
    customer: Customer,
    subscription_id: int | None,
) -> OrderRecord:
    """Return the order that an invoice is."""
    return OrderRecord(
        external_id=record.external_id,
        number=record.number or record.external_id,
        email=record.email,
        placed_at=record.placed_at,
        currency=record.currency,
        total=record.total,
        subtotal=record.subtotal,
        discount=record.discount,
        shipping=record.shipping,
        tax=record.tax,
        refunded=_refunded(record),
        payment_state=payment_state_of(record).value,
        billing_address=_address(record.billing_address),
        shipping_address=_address(record.shipping_address),
        lines=tuple(_line(line, products.get(line.product_id)) for line in record.lines),
        refs=tuple(_refs(record)),
        customer_id=customer.pk,
        subscription_id=subscription_id,
        source_updated_at=record.fetched_at,
    )


def _refs(record: InvoiceRecord) -> list[tuple[str, str]]:
    refs = [("invoice", record.external_id)]
    for payment in record.payments:
        pairs = (("payment_intent", payment.intent_id), ("charge", payment.charge_id))
        refs += [(kind, ref) for kind, ref in pairs if ref]
    return refs


def _line(line: InvoiceLineRecord, product: Product | None) -> OrderLineRecord:
    is_product = product is not None and not line.is_adjustment
    return OrderLineRecord(
        name=(product.name if product is not None and is_product else line.description)[:300],
        quantity=line.quantity,
        unit_amount=line.unit_amount,
        total=line.total,
        external_id=line.external_id,
        image_url=product.image_url if product is not None else "",
        product_id=product.pk if product is not None else None,
    )


def _address(record: AddressRecord | None) -> dict[str, str]:
    found = asdict(record) if record is not None else {}
    return {name: value for name, value in found.items() if value}


def _store_refunds(record: InvoiceRecord, customer: Customer) -> None:
    named = Order.objects.filter(
        shop_id=customer.shop_id, source=SOURCE, external_id=record.external_id
    )
    # Also where nothing else differs, so that no answer asked for before this one is taken later.
    taken = named.filter(source_updated_at__lte=record.fetched_at)
    if not taken.update(source_updated_at=record.fetched_at):
        return
    order = named.get()
    order.refunds.exclude(external_id__in=[one.external_id for one in record.refunds]).delete()
    for one in record.refunds:
        OrderRefund.objects.update_or_create(
            order=order,
            external_id=one.external_id,
            defaults={
                "amount": one.amount,
                "reason": one.reason[:200],
                "status": one.status[:20],
                "created_at": one.created_at,
            },
        )
