"""How our rows and Stripe differ, told and not mended: nothing here writes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from billing.gateway.customers import fetch_customer, list_customers
from billing.gateway.errors import NotFound
from billing.gateway.events import list_events
from billing.gateway.records import CustomerRecord, EventRecord
from billing.gateway.sales import fetch_sale
from billing.mirror.catalogue import check_catalogue, check_price, check_product
from billing.mirror.customers import SOURCE
from billing.mirror.dispatch import HANDLERS
from billing.mirror.drift import Drift, Where, drift_of
from billing.mirror.known import ours
from billing.mirror.steps import Step, step
from billing.mirror.sync import everything_of
from billing.models import Card
from billing.stripe_accounts import of_account

_CHECKS = {"price": check_price, "product": check_product}


def check() -> Iterator[Step]:
    """Compare everything: what is sold, all customers of Stripe, and ours not among them.

    Raise `GatewayError`.
    """
    yield from check_catalogue()
    last = ours().order_by("pk").values_list("pk", flat=True).last() or 0
    listed = bytearray(last + 1)  # a byte for each customer: a million stay small
    for record in list_customers():
        yield step("customer", record.external_id, partial(_compare, record))
        for pk in ours().filter(external_id=record.external_id).values_list("pk", flat=True):
            if pk <= last:  # else it came while we were reading
                listed[pk] = 1
    pairs = ours().filter(pk__lte=last).order_by("pk").values_list("pk", "external_id")
    for pk, external_id in pairs.iterator():
        if not listed[pk]:
            yield _check_customer(external_id)


def check_since(since: datetime) -> Iterator[Step]:
    """Compare every customer, product and price that an event since then is about.

    Raise `GatewayError`.
    """
    seen: set[str] = set()
    for event in list_events(since):
        if event.type not in HANDLERS:
            continue
        check = _CHECKS.get(event.object_kind, _check_customer)
        name = event.object_id if event.object_kind in _CHECKS else _customer_id(event)
        if name and name not in seen:
            seen.add(name)
            yield check(name)


def _check_customer(external_id: str) -> Step:
    return step("customer", external_id, partial(_compare_by_id, external_id))


def _compare(record: CustomerRecord) -> list[Drift]:
    try:
        return drift_of(everything_of(record))
    except NotFound:  # deleted since the page was read
        if not fetch_customer(record.external_id).deleted:
            raise
        return _gone(record.external_id)


def _compare_by_id(external_id: str) -> list[Drift]:
    try:
        record = fetch_customer(external_id)
    except NotFound:
        return _gone(external_id)
    return _gone(external_id) if record.deleted else _compare(record)


def _gone(external_id: str) -> list[Drift]:
    is_known = ours().filter(external_id=external_id).exists()
    return [Drift("customer", external_id, Where.HERE)] if is_known else []


def _customer_id(event: EventRecord) -> str:
    """Return whose object this is, empty where nobody can say."""
    if event.customer_id:
        return event.customer_id
    if event.object_kind == "payment_method":  # one taken off names nobody; our row does
        rows = Card.objects.filter(
            of_account(), customer__source=SOURCE, external_id=event.object_id
        )
        return rows.values_list("customer__external_id", flat=True).first() or ""
    if event.object_kind not in {"refund", "dispute"}:
        return ""
    try:
        sale = fetch_sale(event.object_kind, event.object_id)
        return sale.customer_id if sale is not None else ""
    except NotFound:
        return ""
