"""Writes parcels that a warehouse tells of, which knows nothing else of an order.

Of the order only its parcels and where it is now are touched, and noted that this source owns
both. What a shipment does not say stays; a parcel that has arrived does not set out again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from billing.models import Fulfilment, FulfilmentState, Order
from billing.notices.telling import look_at_orders, tell_of_orders
from billing.sources.carriers import tracking_url
from billing.sources.finding import OrderNames, find_orders
from billing.sources.records import FulfilmentRecord
from billing.sources.words import normal
from portals.models import Shop

_PARCEL = tuple(one.name for one in fields(FulfilmentRecord) if one.name != "external_id")
_RANK = {
    FulfilmentState.UNFULFILLED: 0,
    FulfilmentState.SHIPPED: 1,
    FulfilmentState.DELIVERED: 2,
    FulfilmentState.RETURNED: 3,
    FulfilmentState.CANCELLED: 3,
}
STATUSES = tuple(_RANK)
"""What can be said of a parcel."""


@dataclass(frozen=True, slots=True)
class ShipmentRecord:
    """One parcel and whose it is. `line` is where in the file it stands."""

    order: OrderNames
    parcel: FulfilmentRecord
    line: int = 0


class Came(StrEnum):
    """What became of a shipment."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    STALE = "stale"
    UNKNOWN = "unknown_order"
    AMBIGUOUS = "ambiguous_order"


@dataclass(frozen=True, slots=True)
class ShipmentOutcome:
    """What became of one shipment, and the number of its order where one was found."""

    record: ShipmentRecord
    came: Came
    number: str = ""


def parcel_id(carrier: str, number: str) -> str:
    """Return the id of a parcel whose sender gives it none: its carrier and number."""
    return f"{normal(carrier)}:{_bare(number)}"


def upsert_shipments(
    shop: Shop, source: str, records: Sequence[ShipmentRecord], *, now: datetime
) -> list[ShipmentOutcome]:
    """Write what differs, all of it or nothing; return what became of each, in their order.

    A shipment whose order is not here, or could be several, is told and left out. Twice changes
    nothing. The number of queries does not grow with that of the records, but for customers who
    are told (`billing.notices.live`).
    """
    with transaction.atomic():
        found = find_orders(shop.pk, [record.order for record in records])
        known = sorted({order_id for ids in found for order_id in ids if len(ids) == 1})
        locked = Order.objects.select_for_update(no_key=True).filter(pk__in=known).order_by("pk")
        orders = {order.pk: order for order in locked}
        seen = look_at_orders(Order.objects.filter(pk__in=known))
        parcels = _Parcels(orders)
        outcomes = [
            _take(record, ids, orders, parcels) for record, ids in zip(records, found, strict=True)
        ]
        parcels.write()
        _settle(orders, parcels, source, now)
        tell_of_orders(seen, Order.objects.filter(pk__in=parcels.touched), now=now)
    return outcomes


def state_of_parcels(parcels: Iterable[Fulfilment]) -> FulfilmentState:
    """Where an order is by its parcels. Those that were called off do not count."""
    states = {FulfilmentState(parcel.status) for parcel in parcels} - {FulfilmentState.CANCELLED}
    if states <= {FulfilmentState.UNFULFILLED, FulfilmentState.NONE}:
        return FulfilmentState.UNFULFILLED
    if states & {FulfilmentState.UNFULFILLED, FulfilmentState.PARTIAL}:
        return FulfilmentState.PARTIAL
    if FulfilmentState.SHIPPED in states:
        return FulfilmentState.SHIPPED
    if FulfilmentState.DELIVERED in states:
        return FulfilmentState.DELIVERED
    return FulfilmentState.RETURNED


def _take(
    record: ShipmentRecord, ids: Sequence[int], orders: Mapping[int, Order], parcels: _Parcels
) -> ShipmentOutcome:
    if len(ids) != 1 or ids[0] not in orders:
        return ShipmentOutcome(record, Came.AMBIGUOUS if len(ids) > 1 else Came.UNKNOWN)
    order = orders[ids[0]]
    return ShipmentOutcome(record, parcels.take(order.pk, record.parcel), order.number)


class _Parcels:
    """The parcels of some locked orders, as they are and as they are to be."""

    def __init__(self, orders: Iterable[int]) -> None:
        self.of: dict[int, list[Fulfilment]] = {pk: [] for pk in orders}
        for row in Fulfilment.objects.filter(order_id__in=list(self.of)).order_by("pk"):
            self.of[row.order_id].append(row)
        self.new: list[Fulfilment] = []
        self.touched: set[int] = set()
        self.changed: dict[int, Fulfilment] = {}

    def take(self, order_id: int, said: FulfilmentRecord) -> Came:
        """Take over what is said of one parcel."""
        row = self._known(order_id, said)
        if row is None:
            row = Fulfilment(order_id=order_id, external_id=said.external_id, status=said.status)
            _set(row, said)
            self.new.append(row)
            self.of[order_id].append(row)
            self.touched.add(order_id)
            return Came.CREATED
        if _RANK.get(FulfilmentState(said.status), 1) < _RANK.get(FulfilmentState(row.status), 1):
            return Came.STALE
        if not _set(row, said):
            return Came.UNCHANGED
        self.touched.add(order_id)
        if row.pk:
            self.changed[row.pk] = row
        return Came.UPDATED

    def write(self) -> None:
        """Write what differs."""
        Fulfilment.objects.bulk_create(self.new)
        if self.changed:
            Fulfilment.objects.bulk_update(self.changed.values(), _PARCEL, batch_size=200)

    def _known(self, order_id: int, said: FulfilmentRecord) -> Fulfilment | None:
        """The parcel that is meant: by its id, or else by its number, whoever told of it."""
        rows = self.of[order_id]
        named = (row for row in rows if row.external_id == said.external_id)
        number = _bare(said.tracking_number)
        same = (row for row in rows if number and _bare(row.tracking_number) == number)
        return next(named, None) or next(same, None)


def _set(row: Fulfilment, said: FulfilmentRecord) -> bool:
    """Set what is said and differs; whether anything did."""
    new = {name: value for name in _PARCEL if (value := getattr(said, name))}
    carrier = new.get("carrier") or row.carrier
    number = new.get("tracking_number") or row.tracking_number
    if not (new.get("tracking_url") or row.tracking_url):
        new["tracking_url"] = tracking_url(str(carrier), str(number))
    differing = {name: value for name, value in new.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    return bool(differing)


def _settle(orders: Mapping[int, Order], parcels: _Parcels, source: str, now: datetime) -> None:
    """Say of each order where it is now, and that this source knows."""
    moved: dict[str, list[int]] = defaultdict(list)
    for pk, order in orders.items():
        state = state_of_parcels(parcels.of[pk]).value
        if (order.fulfilment_state, order.fulfilment_source) != (state, source):
            moved[state].append(pk)
    for state, ids in moved.items():
        Order.objects.filter(pk__in=ids).update(
            fulfilment_state=state, fulfilment_source=source, seen_at=now
        )


def _bare(number: str) -> str:
    return "".join(number.split()).upper()
