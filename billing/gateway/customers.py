"""Customers and their cards: read."""

from __future__ import annotations

import stripe
from django.utils import timezone

from billing.gateway.client import api
from billing.gateway.errors import translated
from billing.gateway.reading import field_of, id_of, shop_name_of, words_of
from billing.gateway.records import CardRecord, CustomerRecord

PAGE = 100


def fetch_customer(external_id: str) -> CustomerRecord:
    """Return the customer, also a deleted one. Raise `NotFound`."""
    asked = timezone.now()
    with translated():
        found = api().customers.retrieve(external_id)
    if field_of(found, "deleted"):
        return CustomerRecord(external_id=found.id, fetched_at=asked, deleted=True)
    country = words_of(found, "address", "country")
    return CustomerRecord(
        external_id=found.id,
        fetched_at=asked,
        email=words_of(found, "email").strip().lower(),
        name=words_of(found, "name"),
        phone=words_of(found, "phone"),
        country=country or words_of(found, "shipping", "address", "country"),
        default_card_id=id_of(field_of(found, "invoice_settings", "default_payment_method")),
        shop_name=shop_name_of(found),
    )


def list_cards(customer_id: str) -> list[CardRecord]:
    """Return the cards of a customer, newest first."""
    with translated():
        found = api().customers.payment_methods.list(customer_id, {"type": "card", "limit": PAGE})
        return [_card(one) for one in found.auto_paging_iter() if field_of(one, "card")]


def customer_id_of_card(external_id: str) -> str:
    """Return whose card this is, empty when it is nobody's (any more). Raise `NotFound`."""
    with translated():
        return id_of(api().payment_methods.retrieve(external_id).customer)


def _card(found: stripe.PaymentMethod) -> CardRecord:
    return CardRecord(
        external_id=found.id,
        customer_id=id_of(found.customer),
        brand=words_of(found, "card", "brand"),
        last4=words_of(found, "card", "last4"),
        exp_month=int(field_of(found, "card", "exp_month")),
        exp_year=int(field_of(found, "card", "exp_year")),
    )
