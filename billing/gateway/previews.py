"""What a change of a subscription would cost, as Stripe itself reckons it. Nothing is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import stripe
from django.utils import timezone

from billing.gateway.client import api
from billing.gateway.errors import translated
from billing.gateway.reading import field_of, id_of, moment
from billing.gateway.subscription_changes import ItemChange


@dataclass(frozen=True, slots=True)
class PreviewLineRecord:
    """One line of an invoice that is not made. `total` is minor units before discounts and tax."""

    description: str
    quantity: int
    total: int
    is_proration: bool
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class PreviewRecord:
    """An invoice that is not made. Money is minor units.

    `due` is what would be charged; `total` is below zero where the customer gets a credit.
    """

    currency: str
    discount: int
    total: int
    due: int
    lines: tuple[PreviewLineRecord, ...]
    fetched_at: datetime


def preview_change(
    external_id: str, changes: Sequence[ItemChange], *, as_of: datetime
) -> PreviewRecord:
    """Return the invoice that a change makes at once. In a trial: the first one after it."""
    return _preview(
        {
            "subscription": external_id,
            "subscription_details": {
                "items": _items(changes),
                "proration_behavior": "always_invoice",
                "proration_date": int(as_of.timestamp()),
            },
        }
    )


def preview_period(external_id: str, changes: Sequence[ItemChange]) -> PreviewRecord:
    """Return what every whole period costs after a change."""
    return _preview(
        {
            "subscription": external_id,
            "subscription_details": {"items": _items(changes)},
            "preview_mode": "recurring",
        }
    )


def preview_next(external_id: str, *, promotion_code_id: str = "") -> PreviewRecord:
    """Return the next invoice as things stand, or with this code beside the discounts there are."""
    params: stripe.params.InvoiceCreatePreviewParams = {"subscription": external_id}
    if promotion_code_id:
        with translated():
            current = api().subscriptions.retrieve(external_id)
        kept: list[stripe.params.InvoiceCreatePreviewParamsDiscount] = [
            {"discount": id_of(one)} for one in current.discounts
        ]
        params["discounts"] = [*kept, {"promotion_code": promotion_code_id}]
    return _preview(params)


def _preview(params: stripe.params.InvoiceCreatePreviewParams) -> PreviewRecord:
    asked = timezone.now()
    with translated():
        found = api().invoices.create_preview(params)
        lines = tuple(_line(one) for one in found.lines.data)
    return PreviewRecord(
        currency=found.currency.upper(),
        discount=sum(part.amount for part in found.total_discount_amounts or ()),
        total=found.total,
        due=found.amount_due,
        lines=lines,
        fetched_at=asked,
    )


def _line(found: stripe.InvoiceLineItem) -> PreviewLineRecord:
    return PreviewLineRecord(
        description=found.description or "",
        quantity=field_of(found, "quantity") or 1,
        total=found.amount,
        is_proration=any(
            field_of(found, "parent", f"{kind}_details", "proration")
            for kind in ("invoice_item", "subscription_item")
        ),
        starts_at=moment(found.period.start),
        ends_at=moment(found.period.end),
    )


def _items(
    changes: Sequence[ItemChange],
) -> list[stripe.params.InvoiceCreatePreviewParamsSubscriptionDetailsItem]:
    return [{"id": one.item_id, "price": one.price_id, "quantity": one.quantity} for one in changes]
