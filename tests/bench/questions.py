"""The rules that figures are about, as stored, and one viewer who meets the one of five."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from access_rules.standing import Standing, StandingValue
from access_rules.subject import Subject, SubscriptionFact

ANY_OF = (1, 3, 5)
ORDERS, DAYS = 5, 90
LANDS = ("AT", "DE", "FR", "GB", "US")
NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
Part = dict[str, Any]

ACTIVE: Part = {"condition": "standing", "value": "active"}
CUSTOMER: Part = {"condition": "any_customer"}
BOUGHT: Part = {"condition": "bought_product", "products": list(ANY_OF)}
ORDERED: Part = {"condition": "orders_count", "comparison": "at_least", "count": ORDERS}
RECENT: Part = {"condition": "last_order", "age": "within", "days": DAYS}
LIVES: Part = {"condition": "country", "places": list(LANDS)}
FIVE = [ACTIVE, BOUGHT, ORDERED, RECENT, LIVES]
"""Active, bought one of three products, five orders or more, one within 90 days, in five lands."""


def all_of(parts: Iterable[Part]) -> Part:
    """Return the stored rule that asks all of these."""
    return {"version": 1, "all": list(parts)}


def any_of(parts: Iterable[Part]) -> Part:
    """Return the stored rule that asks one of these."""
    return {"version": 1, "any": list(parts)}


def viewer() -> Subject:
    """Return somebody who meets all five, so that none of them cuts the others short."""
    since = NOW - timedelta(days=40)
    fact = SubscriptionFact("active", since, frozenset({3}), frozenset({1}))
    return Subject(
        NOW,
        1,
        Standing(StandingValue.ACTIVE, "active", since, "active"),
        (fact,),
        orders_count=20,
        methods=("order",),
        products=frozenset({3, 8}),
        last_order_at=NOW - timedelta(days=10),
        country="DE",
    )
