"""Payments that failed at Stripe, put into the customer's story: why, and when it is tried again.

A mirrored order says only that it is not paid. The reason is written down as it is told, because
Stripe forgets it with the next attempt.
"""

from __future__ import annotations

from datetime import datetime

from billing.audit import record_change
from billing.failures import ACTION
from billing.gateway.sale_records import SaleRecord
from billing.models import AuditEntry, Order
from billing.sources.records import STRIPE


def note_failure(record: SaleRecord, customer_id: int, *, now: datetime) -> None:
    """Record why a sale is not paid, in the caller's transaction; once for each answer.

    Called when the order is written: what was asked for before that one's answer is not recorded.
    """
    if record.failure is None or _is_older(record, customer_id):
        return
    again = record.failure.next_try_at
    after = {
        "code": record.failure.code,
        "refused_because": record.failure.message,
        "next_try_at": again.isoformat() if again is not None else None,
    }
    told = AuditEntry.objects.filter(
        customer_id=customer_id, action=ACTION, target=record.external_id
    )
    newest = told.order_by("-at", "-id").first()
    if newest is None or newest.after != after:
        before = newest.after if newest is not None else {}
        record_change(customer_id, ACTION, record.external_id, before=before, after=after, now=now)


def _is_older(record: SaleRecord, customer_id: int) -> bool:
    orders = Order.objects.filter(
        customer=customer_id, source=STRIPE, external_id=record.external_id
    )
    return orders.filter(source_updated_at__gt=record.fetched_at).exists()
