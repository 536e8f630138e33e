"""Parcels of a customer's orders: which are under way, and which came.

As in `queries`, whose they are is always an argument. An order that is being sent, of which no
parcel is known, counts as one parcel; of a parcel it is not known which of the order's things are
in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from billing.models import Fulfilment, FulfilmentState, Order, OrderLine, PaymentState
from portals.prepared import Prepared

STALE_AFTER = timedelta(days=120)
"""After so long nobody waits for a parcel of which no more was heard."""
MOST_UNDER_WAY = 30
OPEN = (FulfilmentState.UNFULFILLED, FulfilmentState.PARTIAL, FulfilmentState.SHIPPED)
_PAID = (PaymentState.PAID, PaymentState.PARTIALLY_REFUNDED)
_SIGNER = signing.Signer(salt="billing.parcels")
_FIELDS = (
    "carrier",
    "tracking_number",
    "tracking_url",
    "status",
    "shipped_at",
    "expected_at",
    "delivered_at",
)


@dataclass(frozen=True, slots=True)
class Parcel:
    """One parcel and the order it belongs to, whose lines are not loaded.

    `names` are the first two of the order's things, `things` how many there are. It is the
    `position`th of `parcels`; 0 where no parcel of the order is known.
    """

    order: Order
    status: str
    names: tuple[str, ...] = ()
    things: int = 0
    picture: str = ""
    carrier: str = ""
    tracking_number: str = ""
    tracking_url: str = ""
    shipped_at: datetime | None = None
    expected_at: datetime | None = None
    delivered_at: datetime | None = None
    position: int = 0
    parcels: int = 0


@dataclass(frozen=True, slots=True)
class ParcelPage:
    """Some parcels, of the newest orders first; `next_cursor` leads to the ones of older orders."""

    parcels: list[Parcel]
    next_cursor: str


def parcels_under_way(customer_ids: Collection[int], *, now: datetime) -> list[Parcel]:
    """Return what is being prepared or on its way, what arrives first at the front. One query."""
    return by_arrival(map(_parcel, _UNDER_WAY.rows(tuple(customer_ids), now - STALE_AFTER)))


def parcels_that_came(
    customer_ids: Collection[int], *, now: datetime, after: str = "", limit: int = 10
) -> ParcelPage:
    """Return parcels that nobody waits for any more, by one query.

    `after` is an earlier page's cursor; one that we did not make shows the first page.
    """
    ids, stale, position = tuple(customer_ids), now - STALE_AFTER, _position(after)
    read = _CAME if position is None else _CAME_BEFORE
    rows = read.rows(ids, stale, *(position or ()), most=limit + 1)
    shown = rows[:limit]
    return ParcelPage(list(map(_parcel, shown)), _cursor(shown[-1]) if len(rows) > limit else "")


def _under_way(customer_ids: Collection[int], since: datetime) -> Any:
    recent = _parcels(customer_ids).filter(placed_at__gte=since)
    sent = Q(parcel_id__isnull=False, parcel_status__in=OPEN, parcel_delivered_at=None)
    unsent = Q(parcel_id=None, fulfilment_state__in=OPEN, payment_state__in=_PAID)
    return _newest(recent.filter(sent | unsent))[:MOST_UNDER_WAY]


def _came(customer_ids: Collection[int], stale: datetime, *, most: int) -> Any:
    return _newest(_over(customer_ids, stale))[:most]


def _came_before(customer_ids: Collection[int], stale: datetime, *position: Any, most: int) -> Any:
    placed_at, order_id, parcel_id = position
    later = Q(placed_at__lt=placed_at) | Q(id__lt=order_id)
    same = Q(id=order_id, parcel_id__lt=parcel_id)
    found = _over(customer_ids, stale).filter(later | same, placed_at__lte=placed_at)
    return _newest(found)[:most]


def _over(customer_ids: Collection[int], stale: datetime) -> Any:
    is_over = ~Q(parcel_status__in=OPEN) | Q(parcel_delivered_at__isnull=False)
    found = _parcels(customer_ids).filter(parcel_id__isnull=False)
    return found.filter(is_over | Q(placed_at__lt=stale))


def _newest(parcels: Any) -> Any:
    return parcels.order_by("-placed_at", "-id", "-parcel_id")


_UNDER_WAY: Prepared[Order] = Prepared(_under_way)
_CAME: Prepared[Order] = Prepared(_came)
_CAME_BEFORE: Prepared[Order] = Prepared(_came_before)


def _parcels(customer_ids: Collection[int]) -> Any:
    """One row a parcel; an order without any has one row too."""
    orders = Order.objects.filter(customer_id__in=customer_ids, is_shown=True)
    facts = {f"parcel_{name}": F(f"fulfilments__{name}") for name in _FIELDS}
    orders = orders.annotate(parcel_id=F("fulfilments__pk"), **facts)
    lines = OrderLine.objects.filter(order=OuterRef("pk")).order_by("position")
    others = Fulfilment.objects.filter(order=OuterRef("pk"))
    return orders.annotate(
        first_name=Subquery(lines.values("name")[:1]),
        second_name=Subquery(lines.values("name")[1:2]),
        picture=Subquery(lines.exclude(image_url="").values("image_url")[:1]),
        things=_count(OrderLine.objects.filter(order=OuterRef("pk"))),
        parcels=_count(others),
        position=_count(others.filter(pk__lte=OuterRef("parcel_id"))),
    )


def _count(rows: QuerySet[OrderLine] | QuerySet[Fulfilment]) -> Coalesce:
    counted = rows.order_by().values("order").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def _parcel(row: Order) -> Parcel:
    told = row.__dict__
    facts = {name: told[f"parcel_{name}"] for name in _FIELDS}
    if told["parcel_id"] is None:
        facts = {"status": row.fulfilment_state}
    return Parcel(
        order=row,
        names=tuple(filter(None, (told["first_name"], told["second_name"]))),
        picture=told["picture"] or "",
        **{name: told[name] for name in ("things", "parcels", "position")},
        **facts,
    )


def by_arrival(parcels: Iterable[Parcel]) -> list[Parcel]:
    """Return what is expected first at the front; what has not left at the end."""
    return sorted(parcels, key=_arrival)


def _arrival(parcel: Parcel) -> tuple[bool, float, float, int]:
    """What is expected first stands first, then what left first, then what was ordered first."""
    left = parcel.shipped_at or parcel.order.placed_at
    expected = parcel.expected_at
    is_sent = parcel.status != FulfilmentState.UNFULFILLED
    arrives = expected.timestamp() if expected else float("inf")
    return (not is_sent, arrives, left.timestamp(), parcel.position)


def _cursor(row: Order) -> str:
    told = row.__dict__
    return _SIGNER.sign_object([row.placed_at.isoformat(), row.pk, told["parcel_id"]])


def _position(cursor: str) -> tuple[datetime, int, int] | None:
    if not cursor:
        return None
    try:
        placed_at, order_id, parcel_id = _SIGNER.unsign_object(cursor)
    except signing.BadSignature:
        return None
    return datetime.fromisoformat(placed_at), order_id, parcel_id
