"""The page that figures and budgets are about: eight blocks that show a customer's own data, some
that show what a merchant wrote, and a customer with a past.
"""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

from django.core.files.images import ImageFile
from PIL import Image as Canvas
from wagtail.images import get_image_model
from wagtail.models import Collection

from access_rules.presets import ACTIVE, ANY_CUSTOMER
from accounts.models import Customer
from billing.facts import rebuild_facts
from billing.models import Card, Fulfilment, FulfilmentState, Order, OrderLine, Subscription
from tests.pages import block, controls, text

ORDERS = 20
BATCH = 1_000
GOODS = ("Filter of the month, 250 g", "Hand grinder", "Stoneware mug")
ADDRESS = {"line1": "12 Market Row", "city": "London", "postal_code": "SW9 8LF", "country": "GB"}
WORDS = "This month's roast rests until Tuesday; on Wednesday it is on its way to you. " * 3


def full_page_blocks(page_id: int | None = None) -> list[dict[str, Any]]:
    """Five blocks of a merchant's words, with two more in the columns, and `data_blocks`.

    The button leads to the page of that key, or to another site.
    """
    address = "" if page_id else "https://example.com/coffee"
    aside = [block("heading", text="Need a hand?", level="h3")]
    return [
        block("heading", ANY_CUSTOMER, text="Your deliveries", level="h2"),
        text(WORDS, ACTIVE),
        block("image", image=picture(), alt="Hills in the morning", caption="Huila"),
        block("columns", ratio="even", left=[text(WORDS)], right=aside),
        block("button", label="See all roasts", page=page_id, address=address, style="quiet"),
        *data_blocks(),
    ]


def data_blocks() -> list[dict[str, Any]]:
    """Eight kinds of blocks, each of which shows the customer something of their own."""
    return [
        block("welcome", text="Here is how your coffee stands today."),
        block("next_charge", heading="Next charge"),
        block("membership_card", show_number=True, show_since=True),
        block("order_history", heading="Your orders", page_size=ORDERS),
        controls(),
        block("card_on_file", heading="Your card"),
        block("invoices_to_pay", heading="To pay"),
        block("details", heading="Your details"),
    ]


def furnish(customer: Customer, now: datetime, *, orders: int = ORDERS) -> None:
    """Give one of the cast a card, three subscriptions with things in them, and `orders` orders."""
    renews = now + timedelta(days=11)
    customer.subscriptions.update(items=[_item(GOODS[0])], current_period_end=renews)
    first = customer.subscriptions.get()
    more = [_subscription(first, number, name) for number, name in enumerate(GOODS[1:], 1)]
    Subscription.objects.bulk_create(more)
    Card.objects.create(
        shop=customer.shop,
        customer=customer,
        external_id=f"pm_{customer.pk}",
        brand="visa",
        last4="4242",
        exp_month=8,
        exp_year=now.year + 2,
        is_default=True,
        fetched_at=now,
    )
    add_orders(customer, now, count=orders - customer.orders.count())
    Customer.objects.filter(pk=customer.pk).update(name="Ada Pepper", billing_address=ADDRESS)
    rebuild_facts([customer.pk], now=now)


def add_orders(customer: Customer, now: datetime, *, count: int) -> None:
    """Write `count` orders, one a day before `now`, each with two lines and a parcel."""
    days = [now - timedelta(days=day) for day in range(1, count + 1)]
    rows = [_order(customer, number, day) for number, day in enumerate(days)]
    orders = Order.objects.bulk_create(rows, batch_size=BATCH)
    lines = [_line(order, position) for order in orders for position in (1, 2)]
    OrderLine.objects.bulk_create(lines, batch_size=BATCH)
    Fulfilment.objects.bulk_create([_parcel(order) for order in orders], batch_size=BATCH)


def picture() -> int:
    """Keep a picture in the library and return its key."""
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    data = io.BytesIO()
    Canvas.new("RGB", (480, 270), "#a8684e").save(data, "PNG")
    file = ImageFile(io.BytesIO(data.getvalue()), name="hills.png")
    image = get_image_model().objects.create(title="Hills", file=file, width=480, height=270)
    return int(image.pk)


def _item(name: str) -> dict[str, Any]:
    return {"name": name, "quantity": 1, "image_url": "/static/demo/mug.svg"}


def _subscription(first: Subscription, number: int, name: str) -> Subscription:
    """Another one like the first, for something else."""
    own = {"external_id": f"{first.external_id}_{number}", "items": [_item(name)]}
    fields = {field.attname: getattr(first, field.attname) for field in first._meta.concrete_fields}
    return Subscription(**{**fields, **own, "id": None})


def _order(customer: Customer, number: int, day: datetime) -> Order:
    return Order(
        shop_id=customer.shop_id,
        customer=customer,
        source="shop",
        external_id=f"full-{customer.pk}-{number}",
        number=f"F-{number}",
        email=customer.email,
        placed_at=day,
        currency="GBP",
        subtotal=3040,
        total=3040,
        fulfilment_state=FulfilmentState.SHIPPED if number < 2 else FulfilmentState.DELIVERED,
    )


def _line(order: Order, position: int) -> OrderLine:
    picture_url = "/static/demo/hand-grinder.svg"
    name = GOODS[(order.placed_at.day + position) % len(GOODS)]
    money = {"unit_amount": 1520, "total": 1520}
    return OrderLine(order=order, position=position, name=name, image_url=picture_url, **money)


def _parcel(order: Order) -> Fulfilment:
    return Fulfilment(
        order=order,
        external_id=f"{order.external_id}-1",
        carrier="Parcel Post",
        status=order.fulfilment_state,
        shipped_at=order.placed_at,
        expected_at=order.placed_at + timedelta(days=3),
    )
