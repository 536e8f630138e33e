"""The demo's single orders: beans and gear, from the shop's own system."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from billing.facts import rebuild_facts
from billing.models import FulfilmentState, Order, OrderRefund, PaymentState
from billing.orders import upsert_orders
from billing.sources.records import OrderLineRecord, OrderRecord
from cms.demo.homes import HOMES, parcels_of
from cms.demo.parcels import send_parcels
from cms.demo.people import SHOP_SOURCE
from portals.models import Shop

Goods = tuple[str, str, int]
YIRGACHEFFE: Goods = ("Yirgacheffe, 250 g", "yirgacheffe", 1190)
DECAF: Goods = ("Decaf, 250 g", "decaf", 1150)
GRINDER: Goods = ("Hand grinder", "hand-grinder", 8900)
DRIPPER: Goods = ("Ceramic dripper", "dripper", 2450)
MUG: Goods = ("Stoneware mug", "mug", 1800)
KETTLE: Goods = ("Pouring kettle, 0.9 l", "kettle", 6400)
State = FulfilmentState


class Sale(NamedTuple):
    """One single order: who, its number, how many days ago, what, and where the parcel is."""

    email: str
    name: str
    number: str
    days: int
    goods: tuple[Goods, ...]
    state: str
    tags: tuple[str, ...] = ()


ORDERS = (
    Sale("any@example.com", "Annika Berg", "KC-1001", 21, (DRIPPER, YIRGACHEFFE), State.DELIVERED),
    Sale("active@example.com", "Amara Osei", "KC-1002", 98, (DRIPPER,), State.DELIVERED),
    Sale(
        "active@example.com", "Amara Osei", "KC-1017", 33, (MUG, MUG, YIRGACHEFFE), State.DELIVERED
    ),
    Sale(
        "active@example.com",
        "Amara Osei",
        "KC-1023",
        2,
        (KETTLE, DECAF),
        State.SHIPPED,
        ("tasting panel",),
    ),
    Sale("trialing@example.com", "Theo Lindqvist", "KC-1021", 3, (DRIPPER,), State.SHIPPED),
    Sale(
        "past-due@example.com",
        "Priya Nair",
        "KC-1005",
        90,
        (GRINDER, MUG),
        State.DELIVERED,
        ("newsletter",),
    ),
    Sale("paused@example.com", "Paul Hartmann", "KC-1009", 72, (DECAF,), State.DELIVERED),
    Sale("ending@example.com", "Elena Rossi", "KC-1012", 77, (KETTLE,), State.RETURNED),
    Sale(
        "cancelled@example.com",
        "Carla Mendes",
        "KC-1003",
        97,
        (YIRGACHEFFE, DECAF),
        State.DELIVERED,
    ),
)
SHIPPING = 490
FREE_FROM = 5000


def place_orders(shop: Shop, now: datetime) -> None:
    """Write all single orders of the demo, with their parcels and refunds."""
    records = [_record(sale, now) for sale in ORDERS]
    upsert_orders(shop, SHOP_SOURCE, records, now=now)
    numbers = [sale.number for sale in ORDERS]
    orders = Order.objects.filter(shop=shop, source=SHOP_SOURCE, number__in=numbers)
    send_parcels(shop, numbers, now)
    for order in orders.filter(refunded__gt=0):
        _refund(order)
    rebuild_facts([one.customer_id for one in orders if one.customer_id is not None], now=now)


def _record(sale: Sale, now: datetime) -> OrderRecord:
    placed = (now - timedelta(days=sale.days)).replace(minute=12, second=0, microsecond=0)
    subtotal = sum(price for _, _, price in sale.goods)
    shipping = 0 if subtotal >= FREE_FROM else SHIPPING
    refunded = subtotal if sale.state == State.RETURNED else 0
    partly = PaymentState.PARTIALLY_REFUNDED if shipping else PaymentState.REFUNDED
    return OrderRecord(
        external_id=sale.number,
        number=sale.number,
        email=sale.email,
        name=sale.name,
        placed_at=placed,
        currency="EUR",
        subtotal=subtotal,
        shipping=shipping,
        total=subtotal + shipping,
        refunded=refunded,
        payment_state=partly if refunded else PaymentState.PAID,
        fulfilment_state=sale.state,
        lines=tuple(_line(sale.goods)),
        billing_address={"name": sale.name, **HOMES[sale.email]},
        shipping_address=dict(parcels_of(sale.email, sale.name)),
        tags=sale.tags,
    )


def _line(goods: tuple[Goods, ...]) -> list[OrderLineRecord]:
    return [
        OrderLineRecord(
            name=name,
            quantity=goods.count((name, picture, price)),
            unit_amount=price,
            total=price * goods.count((name, picture, price)),
            image_url=f"/static/demo/{picture}.svg",
        )
        for name, picture, price in dict.fromkeys(goods)
    ]


def _refund(order: Order) -> None:
    OrderRefund.objects.create(
        order=order,
        external_id=f"{order.number}-R1",
        amount=order.refunded,
        reason="Returned within 30 days",
        created_at=order.placed_at + timedelta(days=12),
    )
