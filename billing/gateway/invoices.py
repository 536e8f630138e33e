"""Invoices with their payments and refunds: read. What most orders are made from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import chain

import stripe
from django.utils import timezone

from billing.gateway.client import api
from billing.gateway.errors import NotFound, translated
from billing.gateway.parcels import parcels_of
from billing.gateway.payments import Standing, shipping_address_of, standings_of
from billing.gateway.reading import (
    address_of,
    field_of,
    id_of,
    minor_units,
    moment,
    shop_name_of,
    words_of,
)
from billing.gateway.records import AddressRecord
from billing.gateway.sale_records import DRAFT, FailureRecord, SaleLineRecord, SaleRecord
from billing.gateway.subscription_delivery import shipping_address_on

PAGE = 100


def fetch_invoice(external_id: str) -> SaleRecord:
    """Return the invoice. Raise `NotFound`, which a deleted draft is."""
    asked = timezone.now()
    with translated():
        found = api().invoices.retrieve(external_id, {"expand": ["payments"]})
        if field_of(found, "deleted"):
            raise NotFound("The invoice was deleted.", "deleted")
        return _record(found, standings_of(found, {}), asked)


def list_invoices(
    customer_id: str, intents: Mapping[str, stripe.PaymentIntent] | None = None
) -> list[SaleRecord]:
    """Return all invoices of a customer but drafts, newest first.

    Asks for the payments that are not among `intents`.
    """
    asked = timezone.now()
    with translated():
        found = api().invoices.list(
            {"customer": customer_id, "limit": PAGE, "expand": ["data.payments"]}
        )
        return [
            _record(one, standings_of(one, intents or {}), asked)
            for one in found.auto_paging_iter()
            if one.status != DRAFT
        ]


def _record(found: stripe.Invoice, standings: list[Standing], asked: datetime) -> SaleRecord:
    intents = [one.intent for one in standings if one.intent is not None]
    subscription = field_of(found, "parent", "subscription_details", "subscription")
    return SaleRecord(
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
        shipping_address=_shipping_address(found, intents),
        lines=tuple(_line(one) for one in found.lines.auto_paging_iter()),
        payments=tuple(one.payment for one in standings),
        refunds=tuple(chain.from_iterable(one.refunds for one in standings)),
        parcels=parcels_of(found, *intents),
        name=words_of(found, "customer_name"),
        shop_name=shop_name_of(found),
        failure=_failure(found, intents),
    )


def _failure(found: stripe.Invoice, intents: list[stripe.PaymentIntent]) -> FailureRecord | None:
    errors = [field_of(one, "last_payment_error") for one in intents]
    error = next((one for one in reversed(errors) if one is not None), None)
    if error is None or found.status != "open":
        return None
    again = field_of(found, "next_payment_attempt")
    return FailureRecord(
        code=words_of(error, "decline_code") or words_of(error, "code"),
        message=words_of(error, "message"),
        next_try_at=moment(again) if again else None,
    )


def _sum(found: stripe.Invoice, field: str) -> int:
    return sum(part.amount for part in field_of(found, field) or ())


def _shipping_address(
    found: stripe.Invoice, intents: list[stripe.PaymentIntent]
) -> AddressRecord | None:
    own = shipping_address_on(found)
    if own is not None:
        return own
    to = field_of(found, "shipping_details") or field_of(found, "customer_shipping")
    given = address_of(
        field_of(to, "address"), name=words_of(to, "name"), phone=words_of(to, "phone")
    )
    paid = (shipping_address_of(one) for one in intents)
    return given or next((one for one in paid if one is not None), None)


def _line(found: stripe.InvoiceLineItem) -> SaleLineRecord:
    quantity = field_of(found, "quantity") or 1
    exact = field_of(found, "pricing", "unit_amount_decimal")
    return SaleLineRecord(
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
