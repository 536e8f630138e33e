"""Reads a file of shipments as a stream: one record a row, one refusal where it is not right."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from billing.models import FulfilmentState
from billing.sources.csv_file import Row, rows
from billing.sources.faults import Refusal, SourceRefusedError, UnreadableError
from billing.sources.finding import OrderNames
from billing.sources.layout import layout
from billing.sources.mapping import FileMapping
from billing.sources.orders_file import shape_fault
from billing.sources.records import FulfilmentRecord
from billing.sources.rows import Cells, RowReader
from billing.sources.shipments import STATUSES, ShipmentRecord, parcel_id

Read = ShipmentRecord | Refusal
_TEXTS = ("order", "order_external_id", "shipment", "carrier", "tracking_number", "tracking_url")


def shipments_in(file: BinaryIO, mapping: FileMapping, *, zone: ZoneInfo) -> Iterator[Read]:
    """Yield each parcel of the file, or why it cannot be taken over.

    `zone` is that of times without one. Raise `SourceRefusedError` for a fault of the whole file.
    """
    table = rows(file, mapping)
    first = next(table, None)
    if first is None:
        raise SourceRefusedError(_("The file is empty."), code="empty")
    reader = RowReader(mapping, layout(mapping, first[1], first[0]), zone)
    found = False
    for row in table if mapping.header else chain([first], table):
        found = True
        yield _taken(row, reader)
    if not found:
        message = _("The file has a header and nothing below it.")
        raise SourceRefusedError(message, code="no_orders")


def _taken(row: Row, reader: RowReader) -> Read:
    line, cells = row
    fault = shape_fault(cells, reader.layout)
    try:
        if fault:
            raise UnreadableError(fault)
        return _record(line, cells, reader)
    except UnreadableError as error:
        return Refusal(line, reader.cell(cells, "order"), ((line, str(error)),))


def _record(line: int, cells: Cells, reader: RowReader) -> ShipmentRecord:
    said = {field: reader.text(cells, field, {}) for field in _TEXTS}
    order = OrderNames(said["order"], said["order_external_id"])
    if not (order.number or order.external_id):
        raise UnreadableError(_("It is not said which order this belongs to."))
    if not said["shipment"] and not (said["carrier"] and said["tracking_number"]):
        raise UnreadableError(
            _("It is not said which parcel this is: give its id, or its carrier and number.")
        )
    _check_link(said["tracking_url"])
    delivered_at = reader.when(cells, "delivered_at")
    at_the_end = FulfilmentState.DELIVERED if delivered_at else FulfilmentState.SHIPPED
    parcel = FulfilmentRecord(
        external_id=said["shipment"] or parcel_id(said["carrier"], said["tracking_number"]),
        carrier=said["carrier"],
        tracking_number=said["tracking_number"],
        tracking_url=said["tracking_url"],
        status=_checked(reader.state(cells, "status") or at_the_end.value),
        shipped_at=reader.when(cells, "shipped_at"),
        expected_at=reader.when(cells, "expected_at"),
        delivered_at=delivered_at,
    )
    return ShipmentRecord(order, parcel, line)


def _checked(status: str) -> str:
    if status in STATUSES:
        return status
    message = _("“%(status)s” is no state of a parcel. Use one of: %(known)s.")
    raise UnreadableError(message % {"status": status, "known": ", ".join(STATUSES)})


def _check_link(address: str) -> None:
    # A customer clicks on it: nothing but the address of a page may stand there.
    if address and not address.startswith(("https://", "http://")):
        message = _("“%(address)s” is not the address of a page. Begin with https://.")
        raise UnreadableError(message % {"address": address})
