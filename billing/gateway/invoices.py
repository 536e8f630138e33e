"""Invoices with their payments and refunds: read. What an order is made from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import stripe
from django.utils import timezone

from billing.gateway.client import api
from billing.gateway.errors import NotFound, translated
from billing.gateway.payments import payments_of, refunds_of
from billing.gateway.reading import address_of, field_of, id_of, minor_units, moment, words_of
from billing.gateway.records import AddressRecord, InvoiceLineRecord, InvoiceRecord

PAGE = 100


def fetch_invoice(external_id: str) -> InvoiceRecord:
    """Return the invoice. Raise `NotFound`, which a deleted draft is."""
    asked = timezone.now()
    with translated():
        found = api().invoices.retrieve(external_id, {"expand": ["payments"]})
        if field_of(found, "deleted"):
            raise NotFound("The invoice was deleted.", "deleted")
        return _record(found, asked)


def list_invoices(customer_id: str) -> list[InvoiceRecord]:
    """Return all invoices of a customer but drafts, newest first."""
    asked = timezone.now()
    with translated():
        found = api().invoices.list(
            {"customer": customer_id, "limit": PAGE, "expand": ["data.payments"]}
        )
        return [_record(one, asked) for one in found.auto_paging_iter() if one.status != "draft"]


def invoice_id_of(kind: str, external_id: str) -> str:
    """Return the invoice that a charge, refund or dispute is about, empty where there is none.

    Raise `NotFound` for an object Stripe does not know.
    """
    with translated():
        intent = _INTENT_OF[kind](external_id)
        if not intent:
            return ""
        found = api().invoice_payments.list(
            {"payment": {"type": "payment_intent", "payment_intent": intent}, "limit": 1}
        )
        return id_of(found.data[0].invoice) if found.data else ""


_INTENT_OF: dict[str, Callable[[str], str]] = {
    "charge": lambda one: id_of(api().charges.retrieve(one).payment_intent),
    "refund": lambda one: id_of(api().refunds.retrieve(one).payment_intent),
    "dispute": lambda one: id_of(api().disputes.retrieve(one).payment_intent),
}


def _record(found: stripe.Invoice, asked: datetime) -> InvoiceRecord:
    payments = payments_of(found)
    subscription = field_of(found, "parent", "subscription_details", "subscription")
    return InvoiceRecord(
        external_id=found.id,
        number=found.number or "",
        status=found.status or "",
        customer_id=id_of(found.customer),
        subscription_id=id_of(subscription),
        email=words_of(found, "customer_email").strip().lower(),
        placed_at=moment(field_of(found, "status_transitions", "finalized_at") or found.created),
        fetched_at=asked,
        attempted=found.attempted,
        currency=found.currency.upper(),
        subtotal=found.subtotal,
        discount=_sum(found, "total_discount_amounts"),
        shipping=int(field_of(found, "shipping_cost", "amount_total") or 0),
        tax=_sum(found, "total_taxes"),
        total=found.total,
        billing_address=address_of(
            field_of(found, "customer_address"), name=words_of(found, "customer_name")
        ),
        shipping_address=_shipping_address(found),
        lines=tuple(_line(one) for one in found.lines.auto_paging_iter()),
        payments=payments,
        refunds=refunds_of(payments),
    )


def _sum(found: stripe.Invoice, field: str) -> int:
    return sum(part.amount for part in field_of(found, field) or ())


def _shipping_address(found: stripe.Invoice) -> AddressRecord | None:
    to = field_of(found, "shipping_details") or field_of(found, "customer_shipping")
    return address_of(
        field_of(to, "address"), name=words_of(to, "name"), phone=words_of(to, "phone")
    )


def _line(found: stripe.InvoiceLineItem) -> InvoiceLineRecord:
    quantity = field_of(found, "quantity") or 1
    exact = field_of(found, "pricing", "unit_amount_decimal")
    return InvoiceLineRecord(
        external_id=found.id,
        description=found.description or "",
        quantity=quantity,
        unit_amount=minor_units(None if exact is not None else found.amount // quantity, exact),
        total=found.amount,
        product_id=words_of(found, "pricing", "price_details", "product"),
        is_adjustment=any(
            field_of(found, "parent", f"{kind}_details", "proration")
            for kind in ("invoice_item", "subscription_item")
        ),
    )
