"""Which stored order a record means: the same sale, told by two systems or seen at two places.

An id of Stripe's means one sale, whoever names it. So an order of a shop that names a payment, and
what Stripe tells of that payment, are one: the shop's, since it knows the order, paid as Stripe
says. Orders of two other systems stay two, and so do two of one system.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import Enum, auto
from typing import Any

from django.db.models import OuterRef

from accounts.models import Customer
from billing.gateway.sale_records import rank_of
from billing.models import Order, OrderRef
from billing.sources.records import STRIPE, OrderRecord, nameless

ORDER_REF = "order"
_IDS_OF_STRIPE = {
    "charge": ("ch_", "py_"),
    "checkout_session": ("cs_",),
    "dispute": ("du_", "dp_"),
    "invoice": ("in_",),
    "payment_intent": ("pi_",),
    "refund": ("re_", "pyr_"),
}

Name = tuple[str, str, str]
"""An outside id of an order: whose it is, its kind, the id."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What is needed of a stored order to tell what changed, and what a source may change."""

    pk: int
    source: str
    external_id: str
    customer_id: int | None
    customer_source: str | None
    email: str
    payment_state: str
    payment_source: str
    payments: dict[str, Any]
    refunded: int
    fulfilment_state: str
    fulfilment_source: str
    subscription_id: int | None
    source_updated_at: datetime | None
    content_hash: str
    customer_erased_at: datetime | None

    @property
    def is_of_stripe(self) -> bool:
        """Whether no other system has told of it."""
        return self.source == STRIPE

    @property
    def is_of_customer_at_stripe(self) -> bool:
        """Whether Stripe has said whose it is, by its own id of the customer."""
        return bool(self.payments) and self.customer_source == STRIPE


class Role(Enum):
    """What a record has to say of an order."""

    ORDER = auto()  # all that is its source's
    PAYMENT = auto()  # how it is paid; the rest is another source's
    NAMES = auto()  # nothing but its ids: the sale is known by something better


@dataclass(frozen=True, slots=True)
class Tie:
    """The order that a record means, None where it is new, and others that prove to be it too."""

    role: Role
    order: Stored | None = None
    others: list[Stored] = field(default_factory=list)


def as_kept(record: OrderRecord, tie: Tie) -> OrderRecord:
    """Return what is kept of a record: of whoever was erased, nothing that names them."""
    is_erased = tie.order is not None and tie.order.customer_erased_at is not None
    return nameless(record) if is_erased else record


def names_of(source: str, record: OrderRecord) -> list[Name]:
    """Return every outside id of a record's order. Stripe's own are Stripe's, whoever told."""
    named = ((_owner(kind, ref, source), kind, ref) for kind, ref in record.refs)
    return list(dict.fromkeys([(source, ORDER_REF, record.external_id), *named]))


def names_at_stripe(source: str, record: OrderRecord) -> set[Name]:
    """Return the outside ids of a record's order that are Stripe's."""
    if source != STRIPE and not record.refs:
        return set()  # most of a file: two orders of two systems have nothing in common
    return {name for name in names_of(source, record) if name[0] == STRIPE}


def ties_of(
    shop_id: int, source: str, records: Sequence[OrderRecord], *, lock: bool
) -> dict[str, Tie]:
    """Return by external id which stored order each record means.

    `lock` holds the orders until the transaction ends: what is kept of them is written again.
    """
    own = {one.external_id: one for one in _own(shop_id, source, records, lock=lock)}
    tied = _tied(shop_id, source, records, known={one.pk: one for one in own.values()}, lock=lock)
    return {
        record.external_id: _tie(source, record, own.get(record.external_id), tied)
        for record in records
    }


def _tie(
    source: str, record: OrderRecord, own: Stored | None, tied: dict[str, list[Stored]]
) -> Tie:
    others = [one for one in tied.get(record.external_id, ()) if one != own]
    if source == STRIPE:
        return _tie_of_stripe(record, [*([own] if own else []), *others])
    sales = _ranked(one for one in others if one.is_of_stripe)
    if own is not None:
        return Tie(Role.ORDER, own, sales)
    return Tie(Role.ORDER, sales[0], sales[1:]) if sales else Tie(Role.ORDER)


def _tie_of_stripe(record: OrderRecord, tied: Sequence[Stored]) -> Tie:
    rank, name = rank_of(record.external_id), record.external_id
    # Two invoices are two sales, whatever they share.
    sales = _ranked(
        one
        for one in tied
        if one.is_of_stripe and (one.external_id == name or rank_of(one.external_id) != rank)
    )
    elsewhere = min((one for one in tied if not one.is_of_stripe), key=_pk, default=None)
    if elsewhere is not None:
        return Tie(Role.PAYMENT, elsewhere, sales)
    if not sales:
        return Tie(Role.ORDER)
    is_known_by_better = rank_of(sales[0].external_id) > rank
    return Tie(Role.NAMES if is_known_by_better else Role.ORDER, sales[0], sales[1:])


def _own(shop_id: int, source: str, records: Sequence[OrderRecord], *, lock: bool) -> list[Stored]:
    ids = [record.external_id for record in records]
    return _stored({"shop_id": shop_id, "source": source, "external_id__in": ids}, lock=lock)


def _tied(
    shop_id: int,
    source: str,
    records: Sequence[OrderRecord],
    *,
    known: dict[int, Stored],
    lock: bool,
) -> dict[str, list[Stored]]:
    """Return by external id the orders that have an id of Stripe's in common with a record."""
    wanted = {record.external_id: names_at_stripe(source, record) for record in records}
    owners = _owners(shop_id, set().union(*wanted.values()))
    if not owners:
        return {}
    missing = set(owners.values()) - known.keys()
    orders = {**known, **{one.pk: one for one in _stored({"pk__in": missing}, lock=lock)}}
    found: dict[str, list[Stored]] = defaultdict(list)
    for external_id, names in wanted.items():
        ids = sorted({owners[name] for name in names if name in owners} & orders.keys())
        found[external_id] = [orders[pk] for pk in ids]
    return found


def _owners(shop_id: int, wanted: set[Name]) -> dict[Name, int]:
    if not wanted:
        return {}
    sources, kinds, refs = (set(part) for part in zip(*wanted, strict=True))
    rows = OrderRef.objects.filter(
        shop_id=shop_id, source__in=sources, kind__in=kinds, ref__in=refs
    ).values_list("source", "kind", "ref", "order_id")
    found = {(owner, kind, ref): order_id for owner, kind, ref, order_id in rows}
    return {name: found[name] for name in wanted & found.keys()}


def _stored(conditions: dict[str, Any], *, lock: bool) -> list[Stored]:
    if not all(conditions.values()):
        return []
    # Not by a join: its outer side cannot be locked.
    owner = Customer.objects.filter(pk=OuterRef("customer_id"))
    rows = Order.objects.filter(**conditions).annotate(
        customer_source=owner.values("source")[:1],
        customer_erased_at=owner.values("erased_at")[:1],
    )
    rows = rows.order_by("pk")
    if lock:
        rows = rows.select_for_update(no_key=True)
    return [Stored(*row) for row in rows.values_list(*(one.name for one in fields(Stored)))]


def _ranked(orders: Iterable[Stored]) -> list[Stored]:
    return sorted(orders, key=lambda one: (-rank_of(one.external_id), one.pk))


def _pk(one: Stored) -> int:
    return one.pk


def _owner(kind: str, ref: str, source: str) -> str:
    return STRIPE if ref.startswith(_IDS_OF_STRIPE.get(kind, ())) else source
