"""Customers and their cards: read; and what customers say of themselves: written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import stripe
from django.utils import timezone

from billing.gateway.client import api, once, request_id
from billing.gateway.errors import translated
from billing.gateway.reading import (
    OPERATION_KEY,
    SHOP_KEY,
    address_of,
    attributes_of,
    field_of,
    id_of,
    operation_of,
    place_of,
    shop_name_of,
    words_of,
)
from billing.gateway.records import AddressRecord, CardRecord, CustomerRecord

PAGE = 100
_ADDRESS = ("line1", "line2", "city", "postal_code", "state", "country")


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


def create_customer(
    customer: Mapping[str, Any], *, shop: str, operation_id: UUID
) -> CustomerRecord:
    """Make a customer, for whom an operation is about to do something. Asked again: the same one.

    `customer` has their email, name, phone and address, this with the keys of `AddressRecord`.
    """
    address = customer.get("address") or {}
    place = {part: address[part] for part in _ADDRESS if address.get(part)}
    known = {name: value for name, value in {**customer, "address": place}.items() if value}
    params: Any = {**known, "metadata": {OPERATION_KEY: str(operation_id), SHOP_KEY: shop}}
    with translated():
        made = api().customers.create(params, once(operation_id, "customer"))
    return _customer(made, timezone.now())


def customer_id_of_card(external_id: str) -> str:
    """Return whose card this is, empty when it is nobody's (any more). Raise `NotFound`."""
    with translated():
        return id_of(api().payment_methods.retrieve(external_id).customer)


def set_detail(
    external_id: str,
    part: str,
    value: str | Mapping[str, str],
    *,
    operation_id: UUID,
    step: str,
) -> CustomerRecord:
    """Change one part of what a customer says of themselves; empty takes it away.

    `part` is `name`, `phone`, or `billing_address` or `shipping_address` with the keys of
    `AddressRecord`. The answer holds the change, which a question asked before may not.
    """
    with translated():
        params: stripe.params.CustomerUpdateParams = _PARAMS[part](value)
        written = api().customers.update(external_id, params, once(operation_id, step))
    return _customer(written, timezone.now())


def _of_billing(address: Mapping[str, str]) -> Any:
    return {"address": _lines(address) if address else ""}


def _of_shipping(address: Mapping[str, str]) -> Any:
    if not address:
        return {"shipping": ""}
    person = {part: address.get(part, "") for part in ("name", "phone")}
    return {"shipping": {**person, "address": _lines(address)}}


def _lines(address: Mapping[str, str]) -> dict[str, str]:
    """Say each line, also an empty one: Stripe keeps what it is not told of."""
    return {part: address.get(part, "") for part in _ADDRESS}


_PARAMS: dict[str, Callable[[Any], Any]] = {
    "name": lambda name: {"name": name},
    "phone": lambda phone: {"phone": phone},
    "billing_address": _of_billing,
    "shipping_address": _of_shipping,
}


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
        billing_address=address_of(found.address),
        shipping_address=_shipping(found),
        made_by=operation_of(found),
        request_id=request_id(found),
    )


def _shipping(found: stripe.Customer) -> AddressRecord | None:
    to = field_of(found, "shipping")
    name, phone = words_of(to, "name"), words_of(to, "phone")
    return address_of(field_of(to, "address"), name=name, phone=phone)


def _card(found: stripe.PaymentMethod) -> CardRecord:
    return CardRecord(
        external_id=found.id,
        customer_id=id_of(found.customer),
        brand=words_of(found, "card", "brand"),
        last4=words_of(found, "card", "last4"),
        exp_month=int(field_of(found, "card", "exp_month")),
        exp_year=int(field_of(found, "card", "exp_year")),
    )
