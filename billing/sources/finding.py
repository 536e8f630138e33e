"""Finds the orders that other systems name: by number, by outside id, or by both.

Nothing is guessed: a name that several orders of the shop have finds them all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Value
from django.db.models.functions import Lower

from billing.models import Order, OrderRef
from billing.sources.parts import ORDER_REF


@dataclass(frozen=True, slots=True)
class OrderNames:
    """How an order is called: the number its customer knows, its id in the system it is from.

    Where both are given, both have to be right.
    """

    number: str = ""
    external_id: str = ""


def find_orders(shop_id: int, names: Sequence[OrderNames]) -> list[list[int]]:
    """Return for each name the orders of the shop that have it. Two queries a source, and two."""
    by_number = _by_number(shop_id, {one.number for one in names} - {""})
    by_id = _by_external_id(shop_id, {one.external_id for one in names} - {""})
    return [_both(one, by_number, by_id) for one in names]


def _both(one: OrderNames, by_number: dict[str, set[int]], by_id: dict[str, set[int]]) -> list[int]:
    found = [
        *([by_number.get(one.number.lower(), set())] if one.number else []),
        *([by_id.get(one.external_id, set())] if one.external_id else []),
    ]
    return sorted(set.intersection(*found)) if found else []


def _by_number(shop_id: int, numbers: set[str]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    if numbers:
        # The database's idea of lower case, as in its index: SQLite's knows ASCII only.
        wanted = [Lower(Value(number)) for number in numbers]
        orders = Order.objects.alias(lower=Lower("number"))
        rows = orders.filter(shop_id=shop_id, lower__in=wanted).order_by()
        for pk, number in rows.values_list("pk", "number"):
            found[number.lower()].add(pk)
    return found


def _by_external_id(shop_id: int, ids: set[str]) -> dict[str, set[int]]:
    """Look among the orders' own ids, and those of sales that became one with them."""
    found: dict[str, set[int]] = defaultdict(set)
    for source in _sources(shop_id) if ids else ():
        refs = OrderRef.objects.filter(
            shop_id=shop_id, source=source, kind=ORDER_REF, ref__in=ids
        ).order_by()
        for order_id, ref in refs.values_list("order_id", "ref"):
            found[ref].add(order_id)
    return found


def _sources(shop_id: int) -> Iterator[str]:
    """Yield the systems that orders of the shop are from, by one step in the index for each.

    The index begins with the shop and the source. Without the source in hand the database would
    read all orders of the shop.
    """
    refs = OrderRef.objects.filter(shop_id=shop_id).order_by("source")
    sources = refs.values_list("source", flat=True)
    at = sources.first()
    while at is not None:
        yield at
        at = sources.filter(source__gt=at).first()
