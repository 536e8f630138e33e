"""A shop of very many customers with their facts, and the same as peers keep it.

Some thousands are made here and multiplied inside PostgreSQL; every run has the same crowd.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model

from accounts.models import Customer
from billing.models import CustomerFacts
from portals.models import Shop
from portals.registry import Portal
from tests.bench.peers.commerce import PeerOrder, PeerSubscription
from tests.bench.world import world

MADE, BATCH, FIRST = 20_000, 2_000, 1_000_000
CLUB, PRODUCTS = 7, 20
COUNTRIES = [
    *("GB", "DE", "FR", "US", "AT", "NL", "ES", "IT", "PL", "SE"),
    *("CA", "AU", "BE", "DK", "FI", "IE", "PT", "CH", "NO", "JP"),
]
STATES = {"active": 635, "trialing": 15, "ending": 15, "past_due": 30, "cancelled": 155, "": 150}
"""How many of 1,000 customers are in a state; "" never subscribed."""

COPIED: Mapping[type[Model], Mapping[str, str]] = {
    Customer: {"id": "id + {step}", "external_id": "external_id || '-' || copy"},
    CustomerFacts: {
        "customer_id": "customer_id + {step}",
        "last_order_at": "last_order_at - copy * interval '1 second'",
    },
    PeerSubscription: {"customer_id": "customer_id + {step}"},
    PeerOrder: {
        "customer_id": "customer_id + {step}",
        "placed_at": "placed_at - copy * interval '1 second'",
    },
}
"""What differs between a row and its copies."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """A shop's portal, and how many customers it has."""

    portal: Portal
    number: int


@cache
def crowd(number: int) -> Crowd:
    """Make it, the first time somebody asks; a multiple of what is made here."""
    shop = Shop.objects.create(name="Crowd")
    made = min(number, MADE)
    for start in range(0, made, BATCH):
        _write(shop, range(start, min(start + BATCH, made)))
    if number > made:
        _multiply(made, number // made)
    return Crowd(replace(world().portal, shop_id=shop.pk, club_id=CLUB), number)


def _write(shop: Shop, numbers: Iterable[int]) -> None:
    rows: dict[type[Model], list[Model]] = {model: [] for model in COPIED}
    for number in numbers:
        for row in _person(shop, number):
            rows[type(row)].append(row)
    for model, every in rows.items():
        model._default_manager.bulk_create(every, batch_size=500)


def _person(shop: Shop, number: int) -> Iterator[Model]:
    """Yield a customer, their facts, their subscription and their orders."""
    draw, now, key = random.Random(number), world().now, FIRST + number
    state = draw.choices(list(STATES), list(STATES.values()))[0]
    since = now - timedelta(seconds=draw.randrange(400 * 86_400))
    bought = sorted({draw.randrange(PRODUCTS) + 1 for _ in range(number % 3 + 1)})
    orders = draw.randrange(4, 17)
    last = now - timedelta(seconds=draw.random() * draw.random() * 265 * 86_400)
    named = {"country": draw.choice(COUNTRIES), "language": "en"}
    email = f"c{number}@example.com"
    yield Customer(pk=key, shop=shop, source="crowd", external_id=email, email=email, **named)
    yield CustomerFacts(
        customer_id=key,
        shop=shop,
        subscriptions=_subscriptions(state, since, bought) if state else [],
        products=frozenset(bought),
        clubs_ever=frozenset({CLUB}),
        orders_count=orders,
        first_order_at=last - timedelta(days=30 * orders),
        last_order_at=last,
        spent={"EUR": orders * 2000},
        rebuilt_at=now,
        **named,
    )
    if state:
        yield PeerSubscription(customer_id=key, state=state, since=since)
    for back in range(orders):
        placed = last - timedelta(days=30 * back)
        product = bought[back % len(bought)]
        yield PeerOrder(customer_id=key, product=product, placed_at=placed)


def _subscriptions(state: str, since: Any, bought: list[int]) -> list[dict[str, Any]]:
    moment = int(since.timestamp())
    return [
        {
            "state": state,
            "since": moment,
            "started": moment - 40 * 86_400,
            "ended": moment if state == "cancelled" else None,
            "next_charge": None,
            "renewals": moment % 19,
            "products": bought[:1],
            "prices": bought[:1],
            "clubs": [CLUB],
        }
    ]


def _multiply(made: int, times: int) -> None:
    with connection.cursor() as cursor, _indexes_later(cursor):
        for model, own in COPIED.items():
            table = model._meta.db_table
            fields = [one.column for one in model._meta.concrete_fields]
            copied = [name for name in fields if name != "id" or name in own]
            values = [own.get(name, name).format(step=f"copy * {made}") for name in copied]
            key = "id" if model is Customer else "customer_id"
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(copied)}) SELECT {', '.join(values)}"
                f" FROM {table} CROSS JOIN generate_series(1, {times - 1}) AS copy"
                f" WHERE {key} >= {FIRST}"
            )
    with connection.cursor() as cursor:
        for model in COPIED:
            cursor.execute(f"VACUUM (ANALYZE) {model._meta.db_table}")


@contextmanager
def _indexes_later(cursor: Any) -> Iterator[None]:
    """Make indexes that constrain nothing anew afterwards: in one go it takes a fraction."""
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE NOT indisunique AND indrelid = ANY(%s::regclass[])",
        [[model._meta.db_table for model in COPIED]],
    )
    made = cursor.fetchall()
    cursor.execute("SET session_replication_role = replica")  # no look-up for each foreign key
    for name, _definition in made:
        cursor.execute(f"DROP INDEX {name}")
    yield
    for _name, definition in made:
        cursor.execute(definition)
    cursor.execute("SET session_replication_role = DEFAULT")
