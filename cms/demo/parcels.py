"""The demo's parcels: of the single orders, and of what subscriptions bring every few weeks.

The roastery posts on Tuesdays; a parcel is two days on its way.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from billing.models import Fulfilment, FulfilmentState, Order, PaymentState
from billing.sources.records import STRIPE
from cms.demo.people import SHOP_SOURCE
from portals.models import Shop

CARRIER = "Parcel Post"
POSTED_ON = 1  # Tuesday
DAY = timedelta(days=1)
State = FulfilmentState


def send_parcels(shop: Shop, numbers: Iterable[str], now: datetime) -> None:
    """Write a parcel of each of these single orders, and of each renewal that was paid."""
    single = Order.objects.filter(shop=shop, source=SHOP_SOURCE, number__in=numbers)
    Fulfilment.objects.bulk_create([_of_single(order, now) for order in single])
    paid = {"payment_state": PaymentState.PAID, "is_shown": True, "total__gt": 0}
    renewals = list(Order.objects.filter(shop=shop, source=STRIPE, **paid).order_by("placed_at"))
    parcels = [_of_renewal(order, now) for order in renewals]
    Fulfilment.objects.bulk_create(one for one in parcels if one.shipped_at)
    for parcel in parcels:
        parcel.order.fulfilment_state = parcel.status
        parcel.order.fulfilment_source = SHOP_SOURCE
    Order.objects.bulk_update(renewals, ["fulfilment_state", "fulfilment_source"])


def _of_single(order: Order, now: datetime) -> Fulfilment:
    arrived = order.fulfilment_state in (State.DELIVERED, State.RETURNED)
    parcel = _parcel(order, f"PP{order.number[3:]}4471DE")
    parcel.status = order.fulfilment_state
    parcel.shipped_at = order.placed_at + DAY
    parcel.expected_at = max(order.placed_at + 4 * DAY, now + DAY)
    parcel.delivered_at = order.placed_at + 3 * DAY if arrived else None
    return parcel


def _of_renewal(order: Order, now: datetime) -> Fulfilment:
    """Return its parcel; one that has not left yet has no day on which it did."""
    parcel = _parcel(order, f"PP{order.pk % 9000 + 1000}8820DE")
    posted = _next_post(order.placed_at)
    if posted > now:
        parcel.status, parcel.shipped_at = State.UNFULFILLED, None
        return parcel
    parcel.shipped_at, parcel.expected_at = posted, posted + 2 * DAY
    is_there = parcel.expected_at < now
    parcel.status = State.DELIVERED if is_there else State.SHIPPED
    parcel.delivered_at = parcel.expected_at if is_there else None
    return parcel


def _next_post(placed: datetime) -> datetime:
    days = (POSTED_ON - placed.weekday()) % 7 or 7
    return (placed + days * DAY).replace(hour=13, minute=40, second=0, microsecond=0)


def _parcel(order: Order, number: str) -> Fulfilment:
    return Fulfilment(
        order=order,
        external_id=f"{order.number}-1",
        carrier=CARRIER,
        tracking_number=number,
        tracking_url=f"https://parcel-post.example/follow/{number}",
    )
