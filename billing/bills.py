"""What is still to be paid: read, as `queries` is, for the customers that are named."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef

from billing.models import Order
from billing.models.orders import PAID_STATES
from billing.models.subscriptions import ENDED_STATES
from billing.queries import UNPAID, unsettled


@dataclass(frozen=True, slots=True)
class Bill:
    """An order that is still to be paid, and Stripe's invoice for it.

    `is_being_checked`: somebody has asked to pay it, and what came of that is not known yet.
    """

    order: Order
    invoice_id: str
    is_being_checked: bool = False


def bills_of(customer_ids: Collection[int]) -> list[Bill]:
    """Return what is still to be paid, the oldest first, by one query.

    What an ended subscription did not pay is not asked for: paying it brings nothing back.
    """
    found = Order.objects.filter(
        customer_id__in=customer_ids,
        payment_state__in=UNPAID,
        refs__source="stripe",
        refs__kind="invoice",
    ).exclude(subscription__state__in=ENDED_STATES)
    rows = found.annotate(
        invoice_id=F("refs__ref"), has_open_operation=Exists(unsettled(OuterRef("refs__ref")))
    )
    rows = rows.select_related("subscription").order_by("placed_at", "id")
    return [Bill(row, row.invoice_id, row.has_open_operation) for row in rows]


def is_paid(customer_ids: Collection[int], invoice_id: str) -> bool:
    """Whether this was a bill of these customers, and somebody has paid it."""
    own = Order.objects.filter(customer_id__in=customer_ids, payment_state__in=PAID_STATES)
    return own.filter(refs__source="stripe", refs__kind="invoice", refs__ref=invoice_id).exists()


def bill_of(customer_ids: Collection[int], invoice_id: str) -> Bill | None:
    """Return one bill by Stripe's id of its invoice, None where it is nobody's of these."""
    return next((one for one in bills_of(customer_ids) if one.invoice_id == invoice_id), None)
