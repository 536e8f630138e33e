"""Turns orders into what the list shows of them: what, when, how much, where it is now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.timezone import localdate

from billing.models import Fulfilment, Order, PaymentState
from portal_blocks.order_status import is_on_its_way, status_of
from portal_blocks.order_words import name_of, title_of
from portal_blocks.parcel_words import is_under_way, next_stop
from portal_blocks.viewer import Viewer
from portal_blocks.words import taken_off
from themes.formats import month_and_year

MAX_PICTURES = 3


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order in the list. `refunded` is how much was given back of a part of it."""

    order: Order
    url: str
    title: str
    name: str
    pictures: list[str]
    status_label: str
    status_tone: str
    is_on_its_way: bool
    next_stop: str
    refunded: str


@dataclass(frozen=True, slots=True)
class Month:
    """Some orders of one month; `label` is empty where they are not grouped."""

    label: str
    rows: list[OrderRow]


def order_row(order: Order, url: str, viewer: Viewer) -> OrderRow:
    """Return what the list shows of `order`, whose lines and parcels are loaded."""
    lines = list(order.lines.all())
    label, tone = status_of(order)
    on_its_way = is_on_its_way(order)
    parcel = parcel_on_its_way(order) if on_its_way else None
    is_partly = order.payment_state == PaymentState.PARTIALLY_REFUNDED and order.refunded
    return OrderRow(
        order=order,
        url=url,
        title=title_of([line.name for line in lines[:2]], len(lines)) or name_of(order),
        name=name_of(order),
        pictures=[line.image_url for line in lines if line.image_url][:MAX_PICTURES],
        status_label=label,
        status_tone=tone,
        is_on_its_way=on_its_way,
        next_stop=next_stop(parcel, viewer) if parcel else "",
        refunded=taken_off(order.refunded, order.currency, viewer) if is_partly else "",
    )


def by_month(rows: Sequence[OrderRow], viewer: Viewer, *, is_on: bool) -> list[Month]:
    """Return the rows by the month each was ordered in; in one group where that is off."""
    if not rows:
        return []
    if not is_on:
        return [Month("", list(rows))]
    zone = viewer.portal.tz
    first_days = ((localdate(row.order.placed_at, zone).replace(day=1), row) for row in rows)
    return [
        Month(month_and_year(day), [row for _day, row in group])
        for day, group in groupby(first_days, key=lambda pair: pair[0])
    ]


def parcel_on_its_way(order: Order) -> Fulfilment | None:
    """Return the parcel that arrives next, else the newest that has left and not arrived."""
    parcels = [parcel for parcel in order.fulfilments.all() if is_under_way(parcel)]
    known = [parcel for parcel in parcels if parcel.expected_at is not None]
    return min(known, key=_expected) if known else max(parcels, key=_left, default=None)


def _expected(parcel: Fulfilment) -> float:
    return parcel.expected_at.timestamp() if parcel.expected_at else 0.0


def _left(parcel: Fulfilment) -> tuple[bool, float]:
    """When it left; a parcel of which nobody said so counts as the earliest, on every database."""
    left = parcel.shipped_at
    return (left is not None, left.timestamp() if left else 0.0)
