"""The one writer of orders, whatever system they come from.

Sources make `OrderRecord`s; here each is compared with what is stored and written if it differs,
with its lines, its outside ids, its customer and that customer's facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from billing.facts import rebuild_facts
from billing.models import FulfilmentState, Order
from billing.sources.matching import Match, create_customers, customers_of
from billing.sources.parts import write_parts
from billing.sources.records import OrderRecord
from portals.models import Shop

BATCH = 2_000
MOST_NAMED = 20
_SAME = (
    *("external_id", "number", "placed_at", "currency", "subtotal", "discount", "shipping"),
    *("tax", "total", "refunded", "payment_state", "billing_address", "shipping_address"),
    *("subscription_id", "source_updated_at", "content_hash"),
)
_UPDATED = (
    *("customer", "number", "email", "placed_at", "currency", "subtotal", "discount"),
    *("shipping", "tax", "total", "refunded", "payment_state", "fulfilment_state"),
    *("billing_address", "shipping_address", "subscription", "source_updated_at"),
    *("content_hash", "seen_at"),
)


@dataclass(slots=True)
class UpsertResult:
    """How many orders were new, changed, unchanged; `stale` ones were older than what is stored.

    `without_customer` counts orders kept without a customer because several customers share the
    address; `shared_emails` are up to 20 of those addresses.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    stale: int = 0
    without_customer: int = 0
    shared_emails: list[str] = field(default_factory=list)


def upsert_orders(
    shop: Shop, source: str, records: Iterable[OrderRecord], *, now: datetime
) -> UpsertResult:
    """Write what differs from what is stored. Twice changes nothing; makes no accounts.

    All of it happens or none: one transaction holds every batch, so an exception out of
    `records` undoes what came before. Only a batch is in memory, since the database keeps what is
    not committed on disk. The price on SQLite: other writers wait until the end.
    """
    result = UpsertResult()
    with transaction.atomic():
        for batch in _batches(records):
            _Batch(shop.pk, source, batch, result).write(now)
    return result


def compare_orders(shop: Shop, source: str, records: Iterable[OrderRecord]) -> UpsertResult:
    """Count what `upsert_orders` would do, and write nothing."""
    result = UpsertResult()
    for batch in _batches(records):
        _Batch(shop.pk, source, batch, result).compare()
    return result


def _batches(records: Iterable[OrderRecord]) -> Iterator[list[OrderRecord]]:
    """Cut into batches in which no order comes twice: one statement cannot write a row twice."""
    batch: dict[str, OrderRecord] = {}
    for record in records:
        if len(batch) == BATCH or record.external_id in batch:
            yield list(batch.values())
            batch = {}
        batch[record.external_id] = record
    if batch:
        yield list(batch.values())


@dataclass(frozen=True, slots=True)
class _Stored:
    """What is needed of a stored order to tell what changed."""

    pk: int
    customer_id: int | None
    email: str
    fulfilment_state: str
    source_updated_at: datetime | None
    content_hash: str


class _Batch:
    """Some records of one source beside the orders stored under the same ids."""

    def __init__(
        self, shop_id: int, source: str, records: list[OrderRecord], result: UpsertResult
    ) -> None:
        self.shop_id = shop_id
        self.source = source
        self.records = records
        self.result = result
        self.stored = self._stored()
        self.confirmed: list[Order] = []

    def compare(self) -> None:
        """Count what would happen."""
        self._customers(self._differing())

    def write(self, now: datetime) -> None:
        """Write the records that differ, and the facts of everyone they concern."""
        records = self._differing()
        self._confirm()
        if not records:
            return
        match = self._customers(records)
        missing = [r for r in records if self._needs_customer(r, match)]
        owners = match.one | create_customers(self.shop_id, self.source, missing, now=now)
        orders = [self._order(record, owners) for record in records]
        Order.objects.bulk_create(
            orders,
            update_conflicts=True,
            unique_fields=["shop", "source", "external_id"],
            update_fields=_UPDATED,
        )
        known = [s for r in records if (s := self.stored.get(r.external_id)) is not None]
        write_parts(list(zip(records, orders, strict=True)), [before.pk for before in known])
        touched = {order.customer_id for order in orders} | {b.customer_id for b in known}
        rebuild_facts([pk for pk in touched if pk is not None], now=now)

    def _stored(self) -> dict[str, _Stored]:
        rows = Order.objects.filter(
            shop_id=self.shop_id,
            source=self.source,
            external_id__in=[record.external_id for record in self.records],
        ).order_by()
        names = _Stored.__slots__
        return {row[0]: _Stored(*row[1:]) for row in rows.values_list("external_id", *names)}

    def _differing(self) -> list[OrderRecord]:
        differing = []
        for record in self.records:
            before = self.stored.get(record.external_id)
            if before is None:
                self.result.new += 1
            elif before.content_hash == record.content_hash:
                self.result.unchanged += 1
                self._note(record, before)
                continue
            elif _is_older(record, before):
                self.result.stale += 1
                continue
            else:
                self.result.changed += 1
            differing.append(record)
        return differing

    def _note(self, record: OrderRecord, before: _Stored) -> None:
        """Remember that a later answer says the same: an answer in between must not win."""
        later = record.source_updated_at
        if later and (before.source_updated_at is None or later > before.source_updated_at):
            self.confirmed.append(Order(pk=before.pk, source_updated_at=later))

    def _confirm(self) -> None:
        if self.confirmed:
            Order.objects.bulk_update(self.confirmed, ["source_updated_at"], batch_size=200)

    def _customers(self, records: list[OrderRecord]) -> Match:
        asked = [record for record in records if self._owner_of(record) is None]
        match = customers_of(self.shop_id, self.source, (record.email for record in asked))
        named = self.result.shared_emails
        for record in asked:
            email = record.email.lower()
            if email in match.shared:
                self.result.without_customer += 1
                if email not in named and len(named) < MOST_NAMED:
                    named.append(email)
        return match

    def _owner_of(self, record: OrderRecord) -> int | None:
        """The customer that is settled: the source knows, or the order has one already."""
        before = self.stored.get(record.external_id)
        if record.customer_id or before is None or before.email != record.email.lower():
            return record.customer_id
        return before.customer_id

    def _needs_customer(self, record: OrderRecord, match: Match) -> bool:
        email = record.email.lower()
        known = self._owner_of(record) or email in match.one or email in match.shared
        return bool(email) and not known

    def _order(self, record: OrderRecord, owners: dict[str, int]) -> Order:
        email = record.email.lower()
        before = self.stored.get(record.external_id)
        state = before.fulfilment_state if before else FulfilmentState.NONE.value
        said: dict[str, Any] = {name: getattr(record, name) for name in _SAME}
        return Order(
            **said,
            shop_id=self.shop_id,
            source=self.source,
            email=email,
            customer_id=self._owner_of(record) or owners.get(email),
            fulfilment_state=record.fulfilment_state or state,
        )


def _is_older(record: OrderRecord, before: _Stored) -> bool:
    if record.source_updated_at is None or before.source_updated_at is None:
        return False
    return record.source_updated_at < before.source_updated_at
