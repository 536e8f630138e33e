"""What our order says of a sale at Stripe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from accounts.models import Customer
from billing.gateway.records import AddressRecord
from billing.gateway.sale_records import (
    INVOICE,
    PAID,
    UNCOLLECTIBLE,
    VOID,
    ParcelRecord,
    SaleLineRecord,
    SaleRecord,
)
from billing.gateway.sale_records import RefundRecord as RefundAtStripe
from billing.models import FulfilmentState, PaymentState, Product
from billing.sources.carriers import tracking_url
from billing.sources.records import FulfilmentRecord, OrderLineRecord, OrderRecord, nameless
from billing.sources.refunds import RefundRecord

_UNDER_WAY = frozenset({"processing", "requires_capture"})
_NOT_BOUGHT = frozenset({PaymentState.VOID, PaymentState.FAILED, PaymentState.REQUIRES_ACTION})


def payment_state_of(record: SaleRecord) -> PaymentState:
    """Return how the payment of a sale stands."""
    if record.status == VOID:
        return PaymentState.VOID
    if any(payment.disputed for payment in record.payments):
        return PaymentState.DISPUTED
    if record.status == PAID:
        return _paid_state(record)
    statuses = {payment.status for payment in record.payments}
    if "requires_action" in statuses:
        return PaymentState.REQUIRES_ACTION
    if statuses & _UNDER_WAY:
        return PaymentState.PENDING
    is_failed = record.attempted or record.status == UNCOLLECTIBLE
    return PaymentState.FAILED if is_failed else PaymentState.PENDING


def is_shown(record: SaleRecord) -> bool:
    """Whether a customer would call it an order.

    Left out are the free invoice that a trial begins with, the void ones of a subscription while
    it is held, and a checkout or payment that nobody went through with: its page said so.
    """
    state = payment_state_of(record)
    if record.kind != INVOICE:
        return state not in _NOT_BOUGHT
    if not record.subscription_id:
        return True
    is_held = state == PaymentState.VOID and not record.attempted
    return bool(record.subtotal or record.total) and not is_held


def order_record(
    record: SaleRecord,
    products: Mapping[str, Product],
    *,
    customer: Customer | None,
    subscription_id: int | None,
) -> OrderRecord:
    """Return the order that a sale is. `customer` is None for a guest's."""
    order = OrderRecord(
        external_id=record.external_id,
        number=(record.number or record.external_id)[:64],
        email=record.email[:254],
        name=record.name,
        placed_at=record.placed_at,
        currency=record.currency,
        total=record.total,
        subtotal=record.subtotal,
        discount=record.discount,
        shipping=record.shipping,
        tax=record.tax,
        refunded=_refunded(record),
        payment_state=payment_state_of(record).value,
        fulfilment_state=FulfilmentState.SHIPPED.value if record.parcels else None,
        billing_address=_address(record.billing_address),
        shipping_address=_address(record.shipping_address),
        lines=tuple(_line(line, products.get(line.product_id)) for line in record.lines),
        fulfilments=tuple(_parcel(one) for one in record.parcels),
        refunds=tuple(_refund(one) for one in record.refunds),
        refs=tuple(_refs(record)),
        is_shown=is_shown(record),
        customer_id=customer.pk if customer is not None else None,
        subscription_id=subscription_id,
        source_updated_at=record.fetched_at,
    )
    return nameless(order) if customer is not None and customer.erased_at is not None else order


def _paid_state(record: SaleRecord) -> PaymentState:
    refunded = _refunded(record)
    if not refunded:
        return PaymentState.PAID
    return PaymentState.REFUNDED if refunded >= record.total else PaymentState.PARTIALLY_REFUNDED


def _refunded(record: SaleRecord) -> int:
    # A bank may take back more than was paid: its own costs, or at another day's rate.
    return min(sum(payment.refunded for payment in record.payments), max(record.total, 0))


def _refs(record: SaleRecord) -> list[tuple[str, str]]:
    refs = [(record.kind, record.external_id), *record.names]
    for payment in record.payments:
        refs += [("payment_intent", payment.intent_id), ("charge", payment.charge_id)]
        refs += [("dispute", dispute_id) for dispute_id in payment.dispute_ids]
    refs += [("refund", one.external_id) for one in record.refunds if _is_refund(one)]
    return [(kind, ref) for kind, ref in dict.fromkeys(refs) if ref]


def _is_refund(refund: RefundAtStripe) -> bool:
    return not refund.external_id.startswith(("du_", "dp_"))


def _line(line: SaleLineRecord, product: Product | None) -> OrderLineRecord:
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


def _parcel(parcel: ParcelRecord) -> FulfilmentRecord:
    url = parcel.tracking_url or tracking_url(parcel.carrier, parcel.tracking_number)
    return FulfilmentRecord(
        external_id=parcel.external_id,
        carrier=parcel.carrier[:100],
        tracking_number=parcel.tracking_number[:100],
        tracking_url=url if len(url) <= 500 else "",
        status=FulfilmentState.SHIPPED.value,
    )


def _refund(refund: RefundAtStripe) -> RefundRecord:
    return RefundRecord(
        refund.external_id,
        refund.amount,
        refund.created_at,
        reason=refund.reason[:200],
        status=refund.status[:20],
    )


def _address(record: AddressRecord | None) -> dict[str, str]:
    found = asdict(record) if record is not None else {}
    return {name: value for name, value in found.items() if value}
