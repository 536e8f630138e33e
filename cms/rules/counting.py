"""How many customers of a portal meet a rule, who they are, and who gains and loses by another.

Counts are exact. Customers count who may come into the portal at all: what only others meet is
seen by nobody. Samples are the same customers each time, so that a figure that moves is the rule's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from access_rules.audience import audience_q
from access_rules.standing import counting_club
from accounts.models import Customer
from billing.facts import state_token
from billing.models import CustomerFacts, SubscriptionState
from billing.models.subscriptions import ENDED_STATES
from portals.registry import Portal

SAMPLED = 5
Rule = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Audience:
    """How many of how many meet a rule. `at_most`: if what only a visit tells were met too."""

    count: int
    total: int
    at_most: int | None
    sample: tuple[Customer, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """How many will meet a rule that did not, and will not that did; the first few of each."""

    gain: int
    lose: int
    gainers: tuple[Customer, ...] = ()
    losers: tuple[Customer, ...] = ()


def admitted_q(portal: Portal) -> Q:
    """Return the customers whom `access_rules.admission` lets into the portal."""
    own, club = Q(shop=portal.shop_id), counting_club(portal)
    if club is None:
        return own
    ended = set(ENDED_STATES)
    present = set(SubscriptionState.values) - ended - {SubscriptionState.INCOMPLETE}
    former = Q(clubs_ever__has_any={club})
    if not portal.admit_ended:
        former &= ~Q(states__has_any={state_token(state, club) for state in ended})
    return own & (Q(states__has_any={state_token(state, club) for state in present}) | former)


def rules_q(rules: Iterable[Rule], portal: Portal, now: datetime) -> Q:
    """Return the customers who meet every one of these rules; there is one at least."""
    return reduce(and_, [audience_q(rule, portal, now) for rule in rules])


def audience(met: Q, portal: Portal, at_most: Q | None = None) -> Audience:
    """Count who meets `met`: two queries, one more for `at_most`, one for the sample."""
    people = CustomerFacts.objects.filter(admitted_q(portal))
    count = people.filter(met).count()
    return Audience(
        count,
        people.count(),
        None if at_most is None else people.filter(at_most).count(),
        first_of(people.filter(met)) if count else (),
    )


def change(before: Q, after: Q, portal: Portal, *, count: int | None = None) -> Change:
    """Count who gains and who loses, and name the first of each.

    `count`: how many meet `after`, where that is known. Each count is a question of its own: the
    database has an index for each rule, and none for two in one.
    """
    people = CustomerFacts.objects.filter(admitted_q(portal))
    count = people.filter(after).count() if count is None else count
    stay = people.filter(before, after).count()
    gain, lose = count - stay, people.filter(before).count() - stay
    return Change(
        gain,
        lose,
        first_of(people.filter(after, otherwise(before))) if gain else (),
        first_of(people.filter(before, otherwise(after))) if lose else (),
    )


def otherwise(met: Q) -> Q:
    """Return whom `met` does not find. `~met` would leave out those for whom it is not known."""
    return Q(
        Case(When(met, then=Value(False)), default=Value(True), output_field=BooleanField())  # noqa: FBT003
    )


def first_of(rows: QuerySet[CustomerFacts]) -> tuple[Customer, ...]:
    """Return the first few customers, always the same."""
    found = rows.select_related("customer").only(
        "customer__name", "customer__email", "customer__external_id"
    )
    return tuple(facts.customer for facts in found.order_by("pk")[:SAMPLED])
