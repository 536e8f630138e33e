"""Sales: which one an object of Stripe's belongs to, and all of a customer's.

A sale is known by its invoice; without one, by its Checkout session; without that, by its payment.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import stripe
from django.utils import timezone

from billing.gateway.checkout import (
    fetch_session,
    is_sale,
    list_checkouts,
    sale_of_session,
    session_of_intent,
)
from billing.gateway.client import api
from billing.gateway.errors import translated
from billing.gateway.invoices import fetch_invoice, list_invoices
from billing.gateway.payments import fetch_intent, list_intents, sale_of_intent
from billing.gateway.reading import id_of
from billing.gateway.sale_records import CHECKOUT, DRAFT, VOID, SaleRecord


def fetch_sale(kind: str, external_id: str) -> SaleRecord | None:
    """Return the sale that an object belongs to; None where it belongs to none.

    `kind` is invoice, invoice_payment, checkout_session, payment_intent, charge, refund or
    dispute. Raise `NotFound` for an object that Stripe does not know.
    """
    return _FETCH[kind](external_id)


def list_sales(customer_id: str) -> list[SaleRecord]:
    """Return all sales of a customer that have come about or are under way."""
    asked = timezone.now()
    with translated():
        intents = list_intents(customer_id)
    invoices, checkouts = list_invoices(customer_id, intents), list_checkouts(customer_id)
    taken = {payment.intent_id for sale in (*invoices, *checkouts) for payment in sale.payments}
    with translated():
        bare = [sale_of_intent(one, asked) for name, one in intents.items() if name not in taken]
    begun = (sale for sale in (*checkouts, *bare) if sale.status not in {DRAFT, VOID})
    return [*invoices, *begun]


def _of_session(external_id: str) -> SaleRecord | None:
    asked = timezone.now()
    with translated():
        session = fetch_session(external_id)
        if is_sale(session):
            return sale_of_session(session, asked)
    return _by_invoice(session)


def _by_invoice(session: stripe.checkout.Session) -> SaleRecord | None:
    invoice_id = id_of(session.invoice)
    if not invoice_id:
        return None  # a card was saved, or a subscription begun that nothing is owed for yet
    return replace(fetch_invoice(invoice_id), names=((CHECKOUT, session.id),))


def _of_intent(external_id: str) -> SaleRecord | None:
    asked = timezone.now()
    with translated():
        found = api().invoice_payments.list(
            {"payment": {"type": "payment_intent", "payment_intent": external_id}, "limit": 1}
        )
        invoice_id = id_of(found.data[0].invoice) if found.data else ""
    if invoice_id:
        return fetch_invoice(invoice_id)
    with translated():
        session = session_of_intent(external_id)
        if session is None:
            return sale_of_intent(fetch_intent(external_id), asked)
        if is_sale(session):
            return sale_of_session(session, asked)
    return _by_invoice(session)


def _of(intent_of: Callable[[str], str]) -> Callable[[str], SaleRecord | None]:
    def fetch(external_id: str) -> SaleRecord | None:
        with translated():
            intent_id = intent_of(external_id)
        return _of_intent(intent_id) if intent_id else None

    return fetch


def _of_invoice_payment(external_id: str) -> SaleRecord | None:
    with translated():
        invoice_id = id_of(api().invoice_payments.retrieve(external_id).invoice)
    return fetch_invoice(invoice_id) if invoice_id else None


_FETCH: dict[str, Callable[[str], SaleRecord | None]] = {
    "invoice": fetch_invoice,
    "invoice_payment": _of_invoice_payment,
    "checkout_session": _of_session,
    "payment_intent": _of_intent,
    "charge": _of(lambda one: id_of(api().charges.retrieve(one).payment_intent)),
    "refund": _of(lambda one: id_of(api().refunds.retrieve(one).payment_intent)),
    "dispute": _of(lambda one: id_of(api().disputes.retrieve(one).payment_intent)),
}
