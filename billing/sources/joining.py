"""Makes one order of several rows that prove to be the same sale, and gives it its right name.

Nothing that hangs on a row is lost: parcels, refunds and outside ids go to the row that stays. All
of it happens in the caller's transaction, with the rows locked.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from billing.models import Fulfilment, FulfilmentState, Order, OrderRef, OrderRefund, PaymentState
from billing.sources.parts import write_parcels, write_refunds_of
from billing.sources.payments import Payments, added, entry, refunded_of, state_of
from billing.sources.records import STRIPE, OrderRecord
from billing.sources.ties import Stored


def join(order_id: int, other: Stored) -> None:
    """Move what hangs on `other` to the order, and delete it."""
    order = Order.objects.get(pk=order_id)
    for rows in (Fulfilment.objects.all(), OrderRefund.objects.all()):
        known = rows.filter(order=order).values_list("external_id", flat=True)
        rows.filter(order_id=other.pk).exclude(external_id__in=list(known)).update(order=order)
    Order.objects.filter(pk=order.pk).update(**_taken_over(order, other))
    OrderRef.objects.filter(order_id=other.pk).update(order=order)
    Order.objects.filter(pk=other.pk).delete()


def rename(order: Stored, source: str, external_id: str) -> None:
    """Let a row be what a source calls `external_id` from now on; the source writes it anew.

    Where it was Stripe's alone, how it is paid stays Stripe's.
    """
    values: dict[str, Any] = {"source": source, "external_id": external_id}
    if order.is_of_stripe and source != STRIPE:
        values |= _paid({order.external_id: _entry_of(order)}, was_stripes=True)
    values |= {"content_hash": "", "source_updated_at": None}
    Order.objects.filter(pk=order.pk).update(**values)


def pay(order: Stored, record: OrderRecord, *, now: datetime) -> set[int | None]:
    """Write how an order of another source is paid; return whose facts that changes.

    An answer that was asked for before the one that is kept changes nothing.
    """
    names = (ref for _kind, ref in record.refs)
    said = entry(record.payment_state, record.refunded, record.source_updated_at, also=names)
    payments = added(order.payments, record.external_id, said)
    if payments is order.payments:
        return set()
    values = _paid(payments, was_stripes=order.payment_source == STRIPE)
    values["subscription_id"] = order.subscription_id or record.subscription_id
    values["customer_id"] = record.customer_id or order.customer_id
    if record.fulfilments and order.fulfilment_state == FulfilmentState.NONE:
        values["fulfilment_state"] = record.fulfilment_state or FulfilmentState.NONE
    Order.objects.filter(pk=order.pk).update(**values, seen_at=now)
    write_refunds_of(order.pk, record.refunds or (), only=len(payments) == 1)
    if order.fulfilment_source in {"", STRIPE}:
        write_parcels([(record, order.pk)])
    return {order.customer_id, values["customer_id"]}


def give_up(order: Order, external_id: str, *, now: datetime) -> None:
    """Write that a sale of an order does not exist (any more)."""
    if order.source == STRIPE:
        values: dict[str, Any] = {"payment_state": PaymentState.VOID, "content_hash": ""}
        values["source_updated_at"] = now
    else:
        payments = added(order.payments, external_id, entry(PaymentState.VOID, 0, now))
        values = _paid(payments, was_stripes=order.payment_source == STRIPE)
    Order.objects.filter(pk=order.pk).update(**values)


def _paid(payments: Payments, *, was_stripes: bool) -> dict[str, Any]:
    """Return the columns of an order of another source that these sales at Stripe pay.

    Where all of them were given up it is not Stripe that knows how the order is paid.
    """
    state = state_of(payments)
    if state != PaymentState.VOID:
        paid = {"payment_source": STRIPE, "payment_state": state.value}
        return {"payments": payments, **paid, "refunded": refunded_of(payments)}
    given_up = {"payments": payments, "payment_source": ""}
    # The order's own source may have said something else, which we did not listen to.
    undone = {"payment_state": state.value, "refunded": 0, "content_hash": ""}
    return {**given_up, **undone} if was_stripes else given_up


def _taken_over(order: Order, other: Stored) -> dict[str, Any]:
    """Return the columns of an order that `other`, now the same, gives it."""
    values: dict[str, Any] = {}
    if order.fulfilment_state == FulfilmentState.NONE:
        values["fulfilment_state"] = other.fulfilment_state
    if not order.fulfilment_source:
        values["fulfilment_source"] = other.fulfilment_source
    if order.source == STRIPE:
        return {**values, "content_hash": ""}
    payments = added(order.payments, other.external_id, _entry_of(other))
    values |= _paid(payments, was_stripes=order.payment_source == STRIPE)
    if other.customer_source == STRIPE:
        values["customer_id"] = other.customer_id
    values["subscription_id"] = order.subscription_id or other.subscription_id
    return values


def _entry_of(order: Stored) -> dict[str, Any]:
    names = OrderRef.objects.filter(order_id=order.pk, source=STRIPE).values_list("ref", flat=True)
    return entry(order.payment_state, order.refunded, order.source_updated_at, also=names)
