"""Selling: what it would cost, an invoice for one purchase, a subscription that begins.

A purchase is an invoice of our own making, which nothing pays by itself, or the first invoice of a
new subscription. Both name the operation in their metadata, so that they are found again where the
answer was lost. Taking the money is `paying`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import stripe

from billing.gateway.client import api, once, request_id
from billing.gateway.errors import NotFound, OutcomeUnknown, Refused, translated
from billing.gateway.reading import OPERATION_KEY, field_of, id_of

PAGE = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many of one price."""

    price_id: str
    quantity: int


@dataclass(frozen=True, slots=True)
class CostRecord:
    """What a purchase would cost now. Money is minor units.

    `due` is what the card would be charged: `total`, less what the customer has to their credit.
    """

    currency: str
    subtotal: int
    discount: int
    tax: int
    total: int
    due: int


@dataclass(frozen=True, slots=True)
class SaleRecord:
    """The invoice of a purchase as it stands. `status` is Stripe's word for it."""

    invoice_id: str
    subscription_id: str
    status: str
    currency: str
    total: int
    due: int
    request_id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who is no customer at Stripe yet: where they live decides what tax they pay."""

    country: str = ""
    postal_code: str = ""
    state: str = ""


def preview_sale(buyer: str | Newcomer, wanted: Sequence[Wanted]) -> CostRecord:
    """Return what buying this once would cost. `buyer`: a customer's id, or somebody new.

    What else waits for the customer's next invoice is left out, as our invoice leaves it out.
    """
    params: stripe.params.InvoiceCreatePreviewParams = {
        **_for(buyer),
        "invoice_items": [_invoice_item(one) for one in wanted],
    }
    with translated():
        found = api().invoices.create_preview(params)
        lines = _ours(list(found.lines.data), wanted)
    subtotal = sum(line.amount for line in lines)
    discount = sum(part.amount for line in lines for part in line.discount_amounts or ())
    taxes = [part for line in lines for part in field_of(line, "taxes") or ()]
    added = sum(part.amount for part in taxes if part.tax_behavior == "exclusive")
    total = subtotal - discount + added
    return CostRecord(
        currency=found.currency.upper(),
        subtotal=subtotal,
        discount=discount,
        tax=sum(part.amount for part in taxes),
        total=total,
        due=max(total + (found.starting_balance or 0), 0),
    )


def preview_subscription(buyer: str | Newcomer, wanted: Sequence[Wanted]) -> CostRecord:
    """Return what the first period would cost, with all that waits for the next invoice."""
    items: list[stripe.params.InvoiceCreatePreviewParamsSubscriptionDetailsItem] = [
        {"price": one.price_id, "quantity": one.quantity} for one in wanted
    ]
    with translated():
        found = api().invoices.create_preview(
            {**_for(buyer), "subscription_details": {"items": items}}
        )
    return CostRecord(
        currency=found.currency.upper(),
        subtotal=found.subtotal,
        discount=sum(part.amount for part in found.total_discount_amounts or ()),
        tax=sum(part.amount for part in field_of(found, "total_taxes") or ()),
        total=found.total,
        due=found.amount_due,
    )


def begin_sale(customer_id: str, *, currency: str, operation_id: UUID) -> SaleRecord:
    """Make an empty draft, which nothing but what we ask for moves on."""
    params: stripe.params.InvoiceCreateParams = {
        "customer": customer_id,
        "currency": currency.lower(),
        "auto_advance": False,
        "pending_invoice_items_behavior": "exclude",
        "metadata": {OPERATION_KEY: str(operation_id)},
    }
    with translated():
        return _sale(api().invoices.create(params, once(operation_id, "create")))


def add_to_sale(
    invoice_id: str, wanted: Wanted, *, customer_id: str, position: int, operation_id: UUID
) -> str:
    """Put one line on the draft; return Stripe's name for the request."""
    params: stripe.params.InvoiceItemCreateParams = {
        "customer": customer_id,
        "invoice": invoice_id,
        "pricing": {"price": wanted.price_id},
        "quantity": wanted.quantity,
    }
    with translated():
        made = api().invoice_items.create(params, once(operation_id, f"item:{position}"))
    return request_id(made)


def finalize_sale(invoice_id: str, *, operation_id: UUID) -> SaleRecord:
    """Fix what is to be paid. Nothing is charged by that; an invoice of nothing is paid."""
    with translated():
        return _sale(
            api().invoices.finalize_invoice(
                invoice_id, {"auto_advance": False}, once(operation_id, "finalize")
            )
        )


def begin_subscription(
    customer_id: str, wanted: Sequence[Wanted], *, card_id: str, operation_id: UUID
) -> SaleRecord:
    """Make a subscription that starts once its first invoice is paid; nothing is charged yet.

    `card_id` pays it from then on; empty: the card that pays the first invoice.
    """
    params: stripe.params.SubscriptionCreateParams = {
        "customer": customer_id,
        "items": [{"price": one.price_id, "quantity": one.quantity} for one in wanted],
        # A refused card must leave nothing running, and one to be confirmed must not be refused.
        "payment_behavior": "default_incomplete",
        "payment_settings": {"save_default_payment_method": "on_subscription"},
        "metadata": {OPERATION_KEY: str(operation_id)},
        "expand": ["latest_invoice"],
    }
    if card_id:
        params["default_payment_method"] = card_id
    with translated():
        made = api().subscriptions.create(params, once(operation_id, "create"))
    invoice = made.latest_invoice
    if not isinstance(invoice, stripe.Invoice):
        raise OutcomeUnknown("The subscription has no first invoice yet.", "no_invoice")
    return _sale(invoice, made.id, request_id(made))


def fetch_sale(invoice_id: str) -> SaleRecord:
    """Return the invoice as it stands. Raise `NotFound`, which a deleted draft is."""
    with translated():
        found = api().invoices.retrieve(invoice_id)
    if field_of(found, "deleted"):
        raise NotFound("The invoice was deleted.", "deleted")
    return _sale(found)


def find_sale(customer_id: str, *, operation_id: UUID, recurring: bool) -> SaleRecord | None:
    """Return what an operation has made, None where it has made nothing.

    Listed, not searched: Stripe's search may be a minute behind.
    """
    name = str(operation_id)
    with translated():
        if not recurring:
            drafts = api().invoices.list({"customer": customer_id, "limit": PAGE})
            mine = (one for one in drafts.auto_paging_iter() if _made_by(one) == name)
            invoice = next(mine, None)
            return _sale(invoice) if invoice is not None else None
        listed = api().subscriptions.list(
            {
                "customer": customer_id,
                "status": "all",
                "limit": PAGE,
                "expand": ["data.latest_invoice"],
            }
        )
        for found in listed.auto_paging_iter():
            if _made_by(found) == name and isinstance(found.latest_invoice, stripe.Invoice):
                return _sale(found.latest_invoice, found.id)
    return None


def withdraw_sale(invoice_id: str, *, operation_id: UUID) -> SaleRecord | None:
    """Make sure that it is not paid any more, and return how it stands; None: it is gone.

    A draft is deleted, an open invoice is voided. One that was paid meanwhile is returned as paid.
    """
    try:
        sale = fetch_sale(invoice_id)
        with translated():
            if sale.status == "draft":
                api().invoices.delete(invoice_id)
                return None
            if sale.status in {"open", "uncollectible"}:
                options = once(operation_id, "void")
                return _sale(api().invoices.void_invoice(invoice_id, {}, options))
    except NotFound:
        return None
    except Refused as fault:
        if fault.code == "key_refused":
            raise
        return fetch_sale(invoice_id)  # it was paid, or voided, while we asked
    return sale


def _for(buyer: str | Newcomer) -> stripe.params.InvoiceCreatePreviewParams:
    if isinstance(buyer, str):
        return {"customer": buyer}
    parts = ("country", "postal_code", "state")
    address: Any = {part: getattr(buyer, part) for part in parts if getattr(buyer, part)}
    return {"customer_details": {"address": address}} if address else {}


def _invoice_item(wanted: Wanted) -> stripe.params.InvoiceCreatePreviewParamsInvoiceItem:
    return {"price": wanted.price_id, "quantity": wanted.quantity}


def _ours(
    lines: list[stripe.InvoiceLineItem], wanted: Sequence[Wanted]
) -> list[stripe.InvoiceLineItem]:
    """The lines of a preview that are for what is wanted, one each."""
    found = []
    for one in wanted:
        # What was previewed comes last: what waits was there before.
        fits = [line for line in lines if _is_for(line, one)]
        if not fits:
            raise Refused("Stripe's preview is of something else.", "preview_differs")
        found.append(fits[-1])
        lines.remove(fits[-1])
    return found


def _is_for(line: stripe.InvoiceLineItem, wanted: Wanted) -> bool:
    price = id_of(field_of(line, "pricing", "price_details", "price"))
    is_of_subscription = id_of(field_of(line, "subscription")) != ""
    return (price, line.quantity) == (wanted.price_id, wanted.quantity) and not is_of_subscription


def _made_by(found: stripe.Invoice | stripe.Subscription) -> str:
    metadata = field_of(found, "metadata")
    return str(metadata.to_dict().get(OPERATION_KEY) or "") if metadata is not None else ""


def _sale(found: stripe.Invoice, subscription_id: str = "", request: str = "") -> SaleRecord:
    parent = field_of(found, "parent", "subscription_details", "subscription")
    return SaleRecord(
        invoice_id=found.id,
        subscription_id=subscription_id or id_of(parent),
        status=found.status or "",
        currency=found.currency.upper(),
        total=found.total,
        due=found.amount_due,
        request_id=request or request_id(found),
    )
