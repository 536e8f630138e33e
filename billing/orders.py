"""The one writer of orders, whatever system they come from.

Sources make `OrderRecord`s; here each is compared with what is stored and written if it differs,
with its lines, its outside ids, its customer and that customer's facts. What several systems tell
of one sale is one order (`billing.sources.ties`), and each writes only what is its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from billing.facts import rebuild_facts
from billing.mirror.locks import locked_shop
from billing.models import FulfilmentState, Order
from billing.sources.joining import join, pay, rename
from billing.sources.matching import GUESTS, Match, create_customers, customers_of, open_cases
from billing.sources.parts import write_names, write_parts
from billing.sources.records import STRIPE, OrderRecord
from billing.sources.said import SaidOfCustomers
from billing.sources.ties import Role, Stored, Tie, as_kept, names_at_stripe, ties_of
from portals.models import Shop

BATCH = 2_000
MOST_NAMED = 20
_SAME = (
    *("external_id", "number", "placed_at", "currency", "subtotal", "discount", "shipping"),
    *("tax", "total", "billing_address", "shipping_address", "is_shown", "source_updated_at"),
)
_UPDATED = (
    *("customer", "number", "email", "placed_at", "currency", "subtotal", "discount"),
    *("shipping", "tax", "total", "refunded", "payment_state", "fulfilment_state"),
    *("billing_address", "shipping_address", "subscription", "source_updated_at"),
    *("content_hash", "is_shown", "seen_at"),
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
            if any(names_at_stripe(source, record) for record in batch):
                locked_shop(shop.pk)
            _Batch(shop.pk, source, batch, result, lock=True).write(now)
    return result


def compare_orders(shop: Shop, source: str, records: Iterable[OrderRecord]) -> UpsertResult:
    """Count what `upsert_orders` would do, and write nothing."""
    result = UpsertResult()
    for batch in _batches(records):
        _Batch(shop.pk, source, batch, result, lock=False).compare()
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


class _Batch:
    """Some records of one source beside the orders that they mean."""

    def __init__(
        self,
        shop_id: int,
        source: str,
        records: list[OrderRecord],
        result: UpsertResult,
        *,
        lock: bool,
    ) -> None:
        self.shop_id = shop_id
        self.source = source
        self.result = result
        self.ties = ties_of(shop_id, source, records, lock=lock)
        self.hashes = {record.external_id: record.content_hash for record in records}
        self.records = [as_kept(record, self.ties[record.external_id]) for record in records]
        self.confirmed: list[Order] = []
        self.touched: set[int | None] = set()
        self.said = SaidOfCustomers()

    def compare(self) -> None:
        """Count what would happen."""
        self._customers(self._differing())

    def write(self, now: datetime) -> None:
        """Write the records that differ, and the facts of everyone they concern."""
        self._make_one()
        self._pay(now)
        self._write_orders(self._differing(), now)
        self._confirm()
        touched = [pk for pk in self.touched if pk is not None]
        self.said.write(touched)
        rebuild_facts(touched, now=now)

    def _make_one(self) -> None:
        """Where several rows are one sale, leave one; give it the name that it has from now on."""
        joined: list[OrderRecord] = []
        taken: set[int] = set()
        for record in self.records:
            tie = self.ties[record.external_id]
            if tie.order is None or (not tie.others and not self._is_renamed(record, tie)):
                continue
            joined.append(record)
            rows = {one.pk for one in (tie.order, *tie.others)}
            if rows & taken:
                continue  # two orders of a shop with one payment: the first one has it
            taken |= rows
            if self._is_renamed(record, tie):
                rename(tie.order, self.source, record.external_id)
            for other in tie.others:
                join(tie.order.pk, other)
            self.touched |= {one.customer_id for one in (tie.order, *tie.others)}
        if joined:
            self.ties |= ties_of(self.shop_id, self.source, joined, lock=True)

    def _is_renamed(self, record: OrderRecord, tie: Tie) -> bool:
        if tie.order is None or tie.role != Role.ORDER:
            return False
        named = (tie.order.source, tie.order.external_id)
        return named != (self.source, record.external_id)

    def _pay(self, now: datetime) -> None:
        """Write what is said of orders that another source, or a better name, has the rest of."""
        for record in self.records:
            tie = self.ties[record.external_id]
            if tie.order is None or tie.role == Role.ORDER:
                continue
            write_names([(record, tie.order.pk)], shop_id=self.shop_id, source=self.source)
            if tie.role == Role.PAYMENT:
                self.touched |= pay(tie.order, record, now=now)

    def _write_orders(self, records: list[OrderRecord], now: datetime) -> None:
        if not records:
            return
        match = self._customers(records)
        open_cases(self.shop_id, self._undecided(records, match), now=now)
        missing = [r for r in records if self._needs_customer(r, match)]
        owners = match.one | create_customers(self.shop_id, self.source, missing, now=now)
        orders = [self._order(record, owners) for record in records]
        Order.objects.bulk_create(
            orders,
            update_conflicts=True,
            unique_fields=["shop", "source", "external_id"],
            update_fields=_UPDATED,
        )
        known = [before for r in records if (before := self._before(r)) is not None]
        write_parts(list(zip(records, orders, strict=True)), [before.pk for before in known])
        for record, order in zip(records, orders, strict=True):
            self.said.add(order.customer_id, record)
        self.touched |= {order.customer_id for order in orders}
        self.touched |= {before.customer_id for before in known}

    def _before(self, record: OrderRecord) -> Stored | None:
        return self.ties[record.external_id].order

    def _differing(self) -> list[OrderRecord]:
        """Return the orders that differ, and count them all."""
        differing = []
        for record in self.records:
            before = self._before(record)
            if before is None:
                self.result.new += 1
            elif self._is_unchanged(record, before):
                self.result.unchanged += 1
                continue
            elif _is_older(record, before):
                self.result.stale += 1
                continue
            else:
                self.result.changed += 1
            differing.append(record)
        return differing

    def _is_unchanged(self, record: OrderRecord, before: Stored) -> bool:
        if self.ties[record.external_id].role != Role.ORDER:
            return True
        if before.content_hash != self.hashes[record.external_id]:
            return False
        # A later answer says the same: an answer in between must not win.
        later = record.source_updated_at
        if later and (before.source_updated_at is None or later > before.source_updated_at):
            self.confirmed.append(Order(pk=before.pk, source_updated_at=later))
        return True

    def _confirm(self) -> None:
        if self.confirmed:
            Order.objects.bulk_update(self.confirmed, ["source_updated_at"], batch_size=200)

    def _customers(self, records: list[OrderRecord]) -> Match:
        asked = [record for record in records if self._owner_of(record) is None]
        match = customers_of(self.shop_id, self.source, (record.email for record in asked))
        named = self.result.shared_emails
        for email in self._undecided(asked, match):
            self.result.without_customer += 1
            if email not in named and len(named) < MOST_NAMED:
                named.append(email)
        return match

    def _undecided(self, records: Iterable[OrderRecord], match: Match) -> list[str]:
        """Return the address of each order that could be several customers'."""
        waiting = (record for record in records if self._owner_of(record) is None)
        return [email for record in waiting if (email := record.email.lower()) in match.shared]

    def _owner_of(self, record: OrderRecord) -> int | None:
        """The customer that is settled: the source knows, Stripe does, or the order has one."""
        before = self._before(record)
        if record.customer_id or before is None:
            return record.customer_id
        if before.customer_erased_at is not None:
            return before.customer_id  # no address says any more whose it is
        if before.customer_source == GUESTS and self.source != STRIPE:
            return None  # the shop knows better who a guest is
        is_same = before.email == self._email(record, before)
        return before.customer_id if is_same or before.is_of_customer_at_stripe else None

    def _needs_customer(self, record: OrderRecord, match: Match) -> bool:
        email = self._email(record, self._before(record))
        return bool(email) and self._owner_of(record) is None and not match.knows(email)

    def _email(self, record: OrderRecord, before: Stored | None) -> str:
        """The address; an order that became another source's keeps its own where that has none."""
        email = record.email.lower()
        return email or (before.email if before is not None and before.payments else "")

    def _order(self, record: OrderRecord, owners: dict[str, int]) -> Order:
        before = self._before(record)
        email = self._email(record, before)
        said: dict[str, Any] = {name: getattr(record, name) for name in _SAME}
        order = Order(
            **said,
            shop_id=self.shop_id,
            source=self.source,
            email=email,
            customer_id=self._owner_of(record) or owners.get(email),
            refunded=record.refunded,
            payment_state=record.payment_state,
            subscription_id=record.subscription_id,
            fulfilment_state=record.fulfilment_state or FulfilmentState.NONE.value,
            content_hash=self.hashes[record.external_id],
        )
        return order if before is None else _kept(order, before, record)


def _kept(order: Order, before: Stored, record: OrderRecord) -> Order:
    """Leave to other sources what is theirs, and what this one says nothing of."""
    order.payment_source, order.fulfilment_source = before.payment_source, before.fulfilment_source
    if before.payment_source not in {"", order.source}:
        order.payment_state, order.refunded = before.payment_state, before.refunded
    if before.payments:
        order.subscription_id = record.subscription_id or before.subscription_id
    if record.fulfilment_state is None or before.fulfilment_source not in {"", order.source}:
        order.fulfilment_state = before.fulfilment_state
    return order


def _is_older(record: OrderRecord, before: Stored) -> bool:
    if record.source_updated_at is None or before.source_updated_at is None:
        return False
    return record.source_updated_at < before.source_updated_at
