"""Small ways to make what tests of the engine need: portals and subjects without a database, and
conditions that answer as told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from access_rules.conditions.base import Condition
from access_rules.standing import Standing, StandingValue
from access_rules.subject import Subject, SubscriptionFact
from access_rules.tree import Verdict
from billing.models import CustomerFacts
from portals.policy import GracePolicy
from portals.registry import Portal
from tests.access_rules.conftest import NOW

CLUB = 7


def portal(**changes: object) -> Portal:
    """A membership portal of club 7 that is in no database."""
    fields: dict[str, object] = {
        **dict.fromkeys(("host", "name", "shop_name", "club_name"), "Green Club"),
        **dict.fromkeys(("pause_method", "currency_display", "support_email", "join_url"), ""),
        **dict.fromkeys(("site_id", "shop_id", "root_page_id"), 1),
        **dict.fromkeys(("active_home_id", "inactive_home_id")),
        "kind": "membership",
        "club_id": CLUB,
        "admit_ended": True,
        "policy": GracePolicy(),
        "time_zone": "Europe/London",
        "site_fields": (),
    }
    return Portal(**{**fields, **changes})


def subscription(
    state: str, *, ago: timedelta = timedelta(days=2), club: int = CLUB, **more: Any
) -> SubscriptionFact:
    """A subscription that has been in `state` for `ago`."""
    sold = {"products": frozenset({1}), "clubs": frozenset({club})}
    return SubscriptionFact(state, NOW - ago, **{**sold, **more})


def buyer(*subscriptions: SubscriptionFact, **facts: Any) -> Subject:
    """A signed-in customer with these subscriptions, in the portal of club 7 if in no other."""
    return Subject(NOW, 5, None, subscriptions, **{"portal": portal(), **facts})


def facts(*states: str, club: int = CLUB, **fields: object) -> CustomerFacts:
    """Facts of customer 5, with one subscription of `club` in each of `states`."""
    since = int((NOW - timedelta(days=2)).timestamp())
    rows = [{"state": one, "since": since, "products": [1], "clubs": [club]} for one in states]
    return CustomerFacts(customer_id=5, **{"subscriptions": rows, **fields})


def viewer(value: str = "active") -> Subject:
    """A signed-in customer of that standing."""
    state = {"active": "active", "inactive": "cancelled"}[value]
    return Subject(NOW, 5, Standing(StandingValue(value), state, NOW, state))


@dataclass(frozen=True)
class Answers(Condition):
    """Answers as told; with an exception, raises it."""

    answer: object
    name = "answers"
    label = "Answers"  # type: ignore[assignment]

    def holds_for(self, subject: Subject) -> Verdict:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer  # type: ignore[return-value]

    def as_q(self, portal: Portal, now: datetime) -> Q:
        raise NotImplementedError

    def describe(self) -> str:
        return f"answers {self.answer}"

    def fact(self, subject: Subject) -> str:
        return f"It is {self.answer}."


@dataclass(frozen=True)
class OrderedTimes(Condition):
    """Ordered `times` or more; of whom nothing was ever ordered, it is not known."""

    times: int
    name = "ordered_times"
    label = "Ordered"  # type: ignore[assignment]

    def holds_for(self, subject: Subject) -> Verdict:
        return subject.orders_count >= self.times if subject.orders_count else None

    def as_q(self, portal: Portal, now: datetime) -> Q:
        return Q(orders_count__gte=self.times)

    def known_q(self, portal: Portal, now: datetime) -> Q:
        return Q(orders_count__gt=0)

    def describe(self) -> str:
        return f"ordered {self.times} times"

    def fact(self, subject: Subject) -> str:
        return f"Ordered {subject.orders_count} times."


def nested(depth: int) -> dict[str, object]:
    """A stored rule of `depth` groups inside each other, made without recursion."""
    rule: dict[str, object] = {"condition": "everyone"}
    for _level in range(depth):
        rule = {"all": [rule]}
    return {"version": 1, **rule}
