"""The demo's crowd: invented customers, so that whoever composes a rule sees numbers worth reading.

They came from the shop's own system: Stripe has never heard of them, and the nightly walk looks at
customers of Stripe alone. Nothing of theirs is due, so the demo's clock passes them by. They are
made before the people of the demo, who then are the newest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from django.db import transaction

from accounts.models import Customer
from billing.facts import rebuild_facts
from billing.models import Card, Order, OrderLine, OrderRefund, Price, Product, Subscription
from cms.demo.crowd_names import ATTRIBUTES, FAMILY, GIVEN, PLACES, TAGS
from cms.demo.people import SHOP_SOURCE
from portals.models import Shop

SIZE = 5_000
SEED = 20_261_122  # the same crowd in every demo
DAY = timedelta(days=1)
STATES = ("active", "active", "active", "active", "past_due", "paused", "ending", "cancelled")
RAW = {"ending": "active", "cancelled": "canceled", "paused": "active"}
OF_TEN_SUBSCRIBE, OF_THIRTY_SEND_BACK = 4, 1


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the crowd buys: goods once, plans by subscription, each with its price."""

    goods: Sequence[Price]
    plans: Sequence[Price]


class Bought(NamedTuple):
    """One order, once or by subscription. `amount` is minor units of the demo's one currency."""

    owner: Customer
    product: Product
    amount: int
    at: datetime
    subscription: Subscription | None = None


def gather_crowd(shop: Shop, now: datetime, *, size: int = SIZE) -> None:
    """Make the crowd, with orders, subscriptions, cards and facts."""
    dice = Random(SEED)  # noqa: S311  (nothing is kept secret by it)
    shelf = _shelf(shop)
    with transaction.atomic():
        people = Customer.objects.bulk_create(list(_people(shop, dice, now, size)))
        members = _subscribe(people, shelf, dice, now)
        _order([*_renewals(members, dice), *_purchases(people, shelf, dice, now)], dice)
        rebuild_facts([one.pk for one in people], now=now)


def _shelf(shop: Shop) -> Shelf:
    prices = list(Price.objects.filter(shop=shop, is_active=True).select_related("product"))
    return Shelf(
        goods=[one for one in prices if not one.is_recurring],
        plans=[one for one in prices if one.interval in {"week", "month"}],
    )


def _people(shop: Shop, dice: Random, now: datetime, size: int) -> Iterator[Customer]:
    for number in range(1, size + 1):
        given, family = dice.choice(GIVEN), dice.choice(FAMILY)
        email = f"{given}.{family}.{number}@example.com".lower()
        place = dice.choice(PLACES)
        yield Customer(
            shop=shop,
            source=SHOP_SOURCE,
            external_id=email,
            email=email,
            name=f"{given} {family}",
            country=place.country,
            region=dice.choice(place.regions) if place.regions else "",
            language=place.language,
            tags=sorted(dice.sample(TAGS, dice.choice((0, 0, 1, 1, 2)))),
            attributes={name: dice.choice(values) for name, values in ATTRIBUTES.items()},
            fetched_at=now,
        )


def _subscribe(
    people: Sequence[Customer], shelf: Shelf, dice: Random, now: datetime
) -> list[Subscription]:
    members = [one for one in people if dice.randrange(10) < OF_TEN_SUBSCRIBE]
    rows = [_subscription(one, dice.choice(shelf.plans), dice, now) for one in members]
    made = Subscription.objects.bulk_create(rows)
    through: Any = Subscription.products.through
    through.objects.bulk_create(
        through(subscription_id=one.pk, product_id=one.items[0]["product"]) for one in made
    )
    Card.objects.bulk_create(_card(one, dice, now) for one in members)
    return made


def _subscription(owner: Customer, price: Price, dice: Random, now: datetime) -> Subscription:
    state = dice.choice(STATES)
    started = now - dice.randrange(20, 700) * DAY
    since = now - dice.randrange(1, 20) * DAY
    is_over = state == "cancelled"
    return Subscription(
        shop_id=owner.shop_id,
        customer=owner,
        external_id=f"crowd-{owner.email}",
        state=state,
        state_since=started if state == "active" else since,
        raw_status=RAW.get(state, state),
        items=[_item(price)],
        currency=price.currency,
        amount=price.unit_amount,
        interval=price.interval,
        interval_count=price.interval_count,
        started_at=started,
        current_period_end=None if is_over else now + dice.randrange(1, 28) * DAY,
        cancel_at=now + 20 * DAY if state == "ending" else None,
        ended_at=since if is_over else None,
        pause_kind="hold" if state == "paused" else "",
        fetched_at=now,
    )


def _item(price: Price) -> dict[str, Any]:
    product: Product = price.product
    return {
        "id": "",
        "name": product.name,
        "product": product.pk,
        "price": price.external_id,
        "quantity": 1,
        "unit_amount": price.unit_amount,
        "image_url": product.image_url,
    }


def _card(owner: Customer, dice: Random, now: datetime) -> Card:
    months = now.month + dice.randrange(36)
    return Card(
        shop_id=owner.shop_id,
        customer=owner,
        external_id=f"crowd-{owner.email}",
        brand=dice.choice(("visa", "mastercard")),
        last4=f"{dice.randrange(10_000):04d}",
        exp_month=months % 12 + 1,
        exp_year=now.year + months // 12,
        is_default=True,
        fetched_at=now,
    )


def _purchases(
    people: Sequence[Customer], shelf: Shelf, dice: Random, now: datetime
) -> Iterator[Bought]:
    for one in people:
        for _time in range(dice.choice((0, 1, 1, 2, 3))):
            price = dice.choice(shelf.goods)
            yield Bought(one, price.product, price.unit_amount, now - dice.randrange(1, 900) * DAY)


def _renewals(members: Sequence[Subscription], dice: Random) -> Iterator[Bought]:
    for one in members:
        product = Product(pk=one.items[0]["product"], name=one.title)
        for _time in range(dice.choice((1, 1, 2, 4))):
            at = one.started_at + dice.randrange(20) * DAY
            yield Bought(one.customer, product, one.amount, at, one)


def _order(bought: Sequence[Bought], dice: Random) -> None:
    orders = Order.objects.bulk_create(
        _sale(number, sale, is_back=dice.randrange(30) < OF_THIRTY_SEND_BACK)
        for number, sale in enumerate(bought, start=1)
    )
    OrderLine.objects.bulk_create(
        _line(order, sale.product) for order, sale in zip(orders, bought, strict=True)
    )
    OrderRefund.objects.bulk_create(_refund(order) for order in orders if order.refunded)


def _sale(number: int, sale: Bought, *, is_back: bool) -> Order:
    return Order(
        shop_id=sale.owner.shop_id,
        customer=sale.owner,
        subscription=sale.subscription,
        source=SHOP_SOURCE,
        external_id=f"KX-{number:05d}",
        number=f"KX-{number:05d}",
        email=sale.owner.email,
        placed_at=sale.at,
        currency="EUR",
        subtotal=sale.amount,
        total=sale.amount,
        refunded=sale.amount if is_back else 0,
        payment_state="refunded" if is_back else "paid",
        fulfilment_state="returned" if is_back else "delivered",
    )


def _line(order: Order, product: Product) -> OrderLine:
    return OrderLine(
        order=order,
        position=1,
        name=product.name,
        unit_amount=order.total,
        total=order.total,
        product=product,
        image_url=product.image_url,
    )


def _refund(order: Order) -> OrderRefund:
    return OrderRefund(
        order=order,
        external_id=f"{order.number}-R1",
        amount=order.refunded,
        created_at=order.placed_at + DAY,
    )
