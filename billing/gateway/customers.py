"""Customers and their cards: read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import stripe
from django.utils import timezone

from billing.gateway.client import api
from billing.gateway.errors import translated
from billing.gateway.reading import (
    attributes_of,
    field_of,
    id_of,
    place_of,
    shop_name_of,
    words_of,
)
from billing.gateway.records import CardRecord, CustomerRecord

PAGE = 100


def fetch_customer(external_id: str) -> CustomerRecord:
    """Return the customer, also a deleted one. Raise `NotFound`."""
    asked = timezone.now()
    with translated():
        found = api().customers.retrieve(external_id)
    if field_of(found, "deleted"):
        return CustomerRecord(external_id=found.id, fetched_at=asked, deleted=True)
    return _customer(found, asked)


def list_customers(after: str = "") -> Iterator[CustomerRecord]:
    """Yield all customers but deleted ones, newest first, of which a page is in memory.

    `after` leaves out that one and all before it; raise `Refused` where Stripe does not know it.
    """
    params: stripe.params.CustomerListParams = {"limit": PAGE}
    while True:
        if after:
            params["starting_after"] = after
        asked = timezone.now()
        with translated():
            page = api().customers.list(params)
        yield from (_customer(one, asked) for one in page.data)
        if not page.has_more:
            return
        after = page.data[-1].id


def list_cards(customer_id: str) -> list[CardRecord]:
    """Return the cards of a customer, newest first."""
    with translated():
        found = api().customers.payment_methods.list(customer_id, {"type": "card", "limit": PAGE})
        return [_card(one) for one in found.auto_paging_iter() if field_of(one, "card")]


def customer_id_of_card(external_id: str) -> str:
    """Return whose card this is, empty when it is nobody's (any more). Raise `NotFound`."""
    with translated():
        return id_of(api().payment_methods.retrieve(external_id).customer)


def _customer(found: stripe.Customer, asked: datetime) -> CustomerRecord:
    country, region = place_of(found.address)
    if not country:
        country, region = place_of(field_of(found, "shipping", "address"))
    locales = field_of(found, "preferred_locales") or [""]
    return CustomerRecord(
        external_id=found.id,
        fetched_at=asked,
        email=words_of(found, "email").strip().lower(),
        name=words_of(found, "name"),
        phone=words_of(found, "phone"),
        country=country,
        default_card_id=id_of(field_of(found, "invoice_settings", "default_payment_method")),
        shop_name=shop_name_of(found),
        region=region,
        language=locales[0],
        attributes=attributes_of(found),
    )


def _card(found: stripe.PaymentMethod) -> CardRecord:
    return CardRecord(
        external_id=found.id,
        customer_id=id_of(found.customer),
        brand=words_of(found, "card", "brand"),
        last4=words_of(found, "card", "last4"),
        exp_month=int(field_of(found, "card", "exp_month")),
        exp_year=int(field_of(found, "card", "exp_year")),
    )
