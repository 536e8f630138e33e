"""Rows of facts around every limit that some conditions ask about, drawn with a fixed seed.

Facts alone, without the orders and subscriptions they would be made of: rules look at nothing else.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from access_rules.conditions.base import Condition
from accounts.models import Customer
from billing.models import CustomerFacts, SubscriptionState
from tests.access_rules.builders import CLUB
from tests.access_rules.conftest import NOW

SECOND = timedelta(seconds=1)
OFFSETS = (-SECOND, -SECOND / 1_000_000, 0 * SECOND, SECOND / 1_000_000, SECOND)
COUNTRIES = (("", ""), ("DE", ""), ("GB", ""), ("US", ""), ("US", "US-CA"), ("CA", "CA-QC"))
LANGUAGES = ("", "de", "de-AT", "fr", "fr-CA", "den")
WORDS = ("", "dark", "very dark", "Dark", "99", "100", "100.5", "-1")


class Pools:
    """The values that the settings of some conditions make interesting."""

    def __init__(self, conditions: Iterable[Condition], seed: int) -> None:
        self.chance = random.Random(seed)
        self.conditions = list(conditions)
        days = {0, 7, *(n for n in self._settings("days") if type(n) is int)}
        self.ids = sorted({CLUB, 8, 99, *self._members("products"), *self._members("plans")})
        self.clubs = sorted({CLUB, 8, *self._settings("club")} - {None})
        self.counts = sorted({max(0, n + by) for n in self._settings("count") for by in (-1, 0, 1)})
        self.amounts = [n + by for n in self._settings("amount") for by in (-1, 0, 1)]
        self.currencies = sorted({"EUR", *self._settings("currency")})
        self.tags = sorted({"other", *self._members("tags")})
        self.names = sorted({"roast", *self._settings("attribute")})
        spans = [timedelta(days=sign * n) for n in sorted(days) for sign in (1, -1)]
        self.moments = [NOW + span + off for span in spans for off in OFFSETS]

    def row(self) -> dict[str, Any]:
        """Return the columns of one row, but for whose it is."""
        country, region = self.chance.choice(COUNTRIES)
        subscriptions = [self._subscription() for _ in range(self.chance.choice((0, 1, 1, 2, 3)))]
        return {
            "country": country,
            "region": region,
            "language": self.chance.choice(LANGUAGES),
            "tags": frozenset(self._some(self.tags)),
            "attributes": {name: self.chance.choice(WORDS) for name in self._some(self.names)},
            "subscriptions": subscriptions,
            "products": frozenset(self._some(self.ids)),
            "clubs_ever": frozenset(self._some(self.clubs)),
            "orders_count": self.chance.choice([0, *self.counts]),
            "spent": {one: self.chance.choice([0, *self.amounts]) for one in self._currencies()},
            "refunds_count": self.chance.choice((0, 1, 2)),
            **{column: self._moment() for column in _MOMENTS},
        }

    def _subscription(self) -> dict[str, Any]:
        seconds = {key: self._seconds() for key in ("started", "ended", "next_charge")}
        return {
            "state": self.chance.choice(SubscriptionState.values),
            "since": int(self.chance.choice(self.moments).timestamp()),
            "products": sorted(self._some(self.ids)),
            "prices": sorted(self._some(self.ids)),
            "clubs": sorted(self._some(self.clubs)),
            "renewals": self.chance.choice([0, *self.counts]),
            **seconds,
        }

    def _moment(self) -> datetime | None:
        return self.chance.choice(
            [None, *self.moments] if self.chance.random() < 0.2 else self.moments
        )

    def _seconds(self) -> int | None:
        moment = self.chance.choice((None, *self.chance.choices(self.moments, k=4)))
        return None if moment is None else int(moment.timestamp())

    def _some(self, values: list[Any]) -> list[Any]:
        return self.chance.sample(values, self.chance.randint(0, min(2, len(values))))

    def _currencies(self) -> list[str]:
        return self._some(self.currencies)

    def _settings(self, name: str) -> list[Any]:
        found = [getattr(one, name) for one in self.conditions if hasattr(one, name)]
        return [one for one in dict.fromkeys(found) if not callable(one)]

    def _members(self, name: str) -> set[Any]:
        return {one for several in self._settings(name) for one in several}


_MOMENTS = ("first_order_at", "last_order_at", "last_refund_at", "card_expires_at")


def create_population(
    shop_id: int, conditions: Iterable[Condition], number: int = 150, seed: int = 7
) -> list[CustomerFacts]:
    """Write so many customers with their facts, the first with none at all; return these."""
    pools = Pools(conditions, seed)
    people = Customer.objects.bulk_create(
        Customer(shop_id=shop_id, source="test", external_id=str(at)) for at in range(number)
    )
    rows: list[dict[str, Any]] = [{}, *(pools.row() for _ in range(number - 1))]
    return CustomerFacts.objects.bulk_create(
        CustomerFacts(customer=who, shop_id=shop_id, rebuilt_at=NOW, **row)
        for who, row in zip(people, rows, strict=True)
    )
