"""A walk over everything at Stripe: what is sold, and all customers with what is theirs.

It needs no events, so it mends whatever has gone wrong, however long ago. A page of customers is
in memory, and each is done before the next is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from django.db.models import Q

from billing.gateway.customers import fetch_customer, list_customers
from billing.gateway.errors import NotFound, Refused
from billing.gateway.records import CustomerRecord
from billing.mirror.catalogue import mend_catalogue
from billing.mirror.cursors import advance, end
from billing.mirror.customers import SOURCE, refresh_customer
from billing.mirror.drift import Drift, Where, drift_of
from billing.mirror.events import catch_up
from billing.mirror.known import by_id, ours
from billing.mirror.orders import refresh_order
from billing.mirror.steps import Step, step
from billing.mirror.subscriptions import refresh_subscription
from billing.mirror.sync import everything_of, store_everything
from billing.models import Order, SyncCursor
from billing.stripe_accounts import of_account

FEW = 10


class TooManyMissing(Exception):
    """Stripe does not have most of our customers: the key is likely another account's."""

    def __init__(self, missing: int, known: int) -> None:
        super().__init__(f"{missing} of {known}")
        self.missing = missing
        self.known = known


def walk(cursor: SyncCursor, *, now: datetime, most: int | None = None) -> Iterator[Step]:
    """Bring everything into step with Stripe, from where the cursor stands; forget it at the end.

    `most` customers later it stops, and the cursor stays. Customers of ours that Stripe does not
    have are marked as deleted at the end, unless they are most of all: raise `TooManyMissing`
    then. Raise `GatewayError`, `AnotherWalk`.
    """
    if not cursor.cursor:
        yield from mend_catalogue(now=now)
    for number, record in enumerate(_customers_after(cursor.cursor)):
        if number == most:
            return
        done = step("customer", record.external_id, partial(_mend, record, now=now))
        advance(cursor, record.external_id, now=now)
        yield done
    yield from _mend_all_missing(cursor, now=now)
    # Who changed after we had passed by.
    yield from catch_up(since=cursor.started_at, now=now)
    end(cursor)


def _customers_after(external_id: str) -> Iterator[CustomerRecord]:
    try:
        yield from list_customers(external_id)
    except Refused as fault:
        if fault.param != "starting_after":
            raise
        yield from list_customers()  # the last one was deleted: nobody knows where it stood


def _mend_all_missing(cursor: SyncCursor, *, now: datetime) -> Iterator[Step]:
    rows = ours().filter(Q(fetched_at=None) | Q(fetched_at__lt=cursor.started_at))
    missing, known = rows.count(), ours().count()
    if missing > FEW and missing * 2 > known:
        end(cursor)
        raise TooManyMissing(missing, known)
    for external_id in by_id(rows):
        yield step("customer", external_id, partial(_mend_missing, external_id, now=now))


def _mend(record: CustomerRecord, *, now: datetime) -> list[Drift]:
    try:
        found = everything_of(record)
    except NotFound:  # deleted since the page was read
        if not fetch_customer(record.external_id).deleted:
            raise
        return _bury(record.external_id, now=now)
    drifts = drift_of(found)
    spoilt = [one.external_id for one in drifts if one.kind == "order"]
    # The hash says that an order is as it was written. These are not.
    named = Order.objects.filter(of_account(), source=SOURCE, external_id__in=spoilt)
    named.update(content_hash="")
    store_everything(found, now=now)
    for drift in drifts:
        if drift.where == Where.HERE:
            _look_again(drift, now=now)
    return drifts


def _look_again(drift: Drift, *, now: datetime) -> None:
    """Ask for one thing that was in no list: whoever writes it marks it as gone."""
    if drift.kind == "subscription":
        refresh_subscription(drift.external_id, now=now)
    elif drift.kind == "order":
        refresh_order(drift.external_id, now=now)


def _mend_missing(external_id: str, *, now: datetime) -> list[Drift]:
    try:
        record = fetch_customer(external_id)
    except NotFound:
        return _bury(external_id, now=now)
    return _bury(external_id, now=now) if record.deleted else _mend(record, now=now)


def _bury(external_id: str, *, now: datetime) -> list[Drift]:
    is_known = ours().filter(external_id=external_id).exists()
    refresh_customer(external_id, now=now)
    return [Drift("customer", external_id, Where.HERE)] if is_known else []
