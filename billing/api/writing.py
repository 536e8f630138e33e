"""Writes what is right in a batch, in one transaction, and answers row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from billing.api.batches import BatchAnswer, RowAnswer, Status, Unfit, answer, refused, twice, unfit
from billing.api.faults import FieldFault
from billing.api.orders import OrdersBatch, SentOrder
from billing.api.shipments import SentShipment, ShipmentsBatch
from billing.models import Order, OrdersKey
from billing.notices.live import live
from billing.orders import upsert_orders
from billing.sources.shipments import Came, ShipmentOutcome, upsert_shipments
from portals.models import Shop


def write_orders(key: OrdersKey, batch: OrdersBatch, *, now: datetime) -> BatchAnswer:
    """Write the orders of a batch into the key's shop, under the key's source."""
    good: dict[str, tuple[int, SentOrder]] = {}
    bad: list[RowAnswer] = []
    for index, row in enumerate(batch.orders):
        if isinstance(row, Unfit):
            bad.append(unfit(index, row))
        elif row.external_id in good:
            fault = twice("external_id", good[row.external_id][0])
            bad.append(refused(index, row.external_id, fault))
        else:
            good[row.external_id] = (index, row)
    return answer([*bad, *_written(key, good, now)])


def write_shipments(key: OrdersKey, batch: ShipmentsBatch, *, now: datetime) -> BatchAnswer:
    """Write the parcels of a batch to orders of the key's shop."""
    good: list[tuple[int, SentShipment]] = []
    bad: list[RowAnswer] = []
    for index, row in enumerate(batch.shipments):
        if isinstance(row, Unfit):
            bad.append(unfit(index, row))
        else:
            good.append((index, row))
    records = [row.record() for _index, row in good]
    with live(now, now=now):  # nobody else tells customers that a parcel has left
        outcomes = upsert_shipments(key.shop, key.source, records, now=now) if records else []
    rows = (
        _shipment(index, row, outcome) for (index, row), outcome in zip(good, outcomes, strict=True)
    )
    return answer([*bad, *rows])


def _written(
    key: OrdersKey, good: Mapping[str, tuple[int, SentOrder]], now: datetime
) -> Iterator[RowAnswer]:
    if not good:
        return
    records = [row.record() for _index, row in good.values()]
    with transaction.atomic():
        # Two equal batches at once: the second waits here and finds nothing left to do.
        Shop.objects.select_for_update(no_key=True).get(pk=key.shop_id)
        before = _stored(key, good)
        upsert_orders(key.shop, key.source, records, now=now)
        after = _stored(key, good)
    for record, (index, row) in zip(records, good.values(), strict=True):
        now_here = after[row.external_id]
        status = _status(record.content_hash, before.get(row.external_id), now_here)
        yield RowAnswer(
            index=index, external_id=row.external_id, status=status, order=now_here.number
        )


@dataclass(frozen=True, slots=True)
class _Stored:
    """What is here of an order."""

    number: str
    content_hash: str


def _stored(key: OrdersKey, ids: Mapping[str, object]) -> dict[str, _Stored]:
    rows = Order.objects.filter(
        shop_id=key.shop_id, source=key.source, external_id__in=ids
    ).order_by()
    found = rows.values_list("external_id", "number", "content_hash")
    return {external_id: _Stored(number, kept) for external_id, number, kept in found}


def _status(sent: str, before: _Stored | None, after: _Stored) -> Status:
    if before is None:
        return "created"
    if sent != after.content_hash:
        return "stale"
    return "unchanged" if before.content_hash == sent else "updated"


def _shipment(index: int, row: SentShipment, outcome: ShipmentOutcome) -> RowAnswer:
    if outcome.came == Came.UNKNOWN:
        return refused(index, row.parcel_id, _unknown_order())
    if outcome.came == Came.AMBIGUOUS:
        return refused(index, row.parcel_id, _ambiguous_order())
    status: Status = outcome.came.value  # type: ignore[assignment]  # the others are answered
    return RowAnswer(index=index, external_id=row.parcel_id, status=status, order=outcome.number)


def _unknown_order() -> FieldFault:
    return FieldFault(
        field="order",
        message=_("This shop has no such order."),
        hint=_("Send the order first, or correct its number."),
    )


def _ambiguous_order() -> FieldFault:
    return FieldFault(
        field="order",
        message=_("Several orders of this shop have this number."),
        hint=_("Give order_external_id, the order's id in the system it is from."),
    )
