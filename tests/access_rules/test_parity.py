"""Python and SQL agree, on random trees of every condition over customers around every limit.

Runs on whatever the default database is: SQLite, or PostgreSQL by `TEST_DATABASE_URL`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access_rules import named
from access_rules.conditions import CONDITIONS
from access_rules.conditions.base import Condition
from access_rules.conditions.named_rule import MeetsNamedRule
from access_rules.models import NamedRule
from access_rules.parsing import to_json
from access_rules.subject import Subject, Visit, subject_of
from access_rules.tree import EVERYBODY, AllOf, AnyOf, Group, NoneOf
from billing.models import CustomerFacts
from portals.models import Shop
from portals.policy import GracePolicy
from portals.registry import Portal
from tests.access_rules.builders import portal
from tests.access_rules.conditions.test_contract import EXAMPLES, MODULES
from tests.access_rules.conftest import NOW
from tests.access_rules.population import create_population

TREES, ROWS = 110, 200
POLICIES = (
    GracePolicy(),
    GracePolicy(past_due_days=0, paused_counts=True, ending_counts=False),
    GracePolicy(past_due_days=8, paused_counts=True, ending_counts=True),
)
KINDS: tuple[dict[str, Any], ...] = (
    {},
    {"kind": "customer", "club_id": None},
    {"club_id": None, "time_zone": "Asia/Tokyo"},
)
MOMENTS = (NOW, NOW + timedelta(microseconds=1), NOW - timedelta(days=7, hours=14))
VISIT = Visit(("otp",), frozenset({"utm_campaign=spring"}), "de-AT")


@dataclass(frozen=True)
class Place:
    """A portal at a moment, and all customers as they are there and then."""

    portal: Portal
    now: datetime
    subjects: dict[int, Subject]

    def agrees_on(self, tree: Group) -> bool:
        """Whether the same are found, and the same are known not to be."""
        return all(self._found(one) == self._counted(one) for one in (tree, NoneOf((tree,))))

    def _found(self, tree: Group) -> set[int]:
        holds = tree.closure()
        return {pk for pk, subject in self.subjects.items() if holds(subject) is True}

    def _counted(self, tree: Group) -> set[int]:
        found = CustomerFacts.objects.filter(tree.as_q(self.portal, self.now))
        return set(found.values_list("pk", flat=True))


@dataclass(frozen=True)
class World:
    """Every place, the rows, and every condition to make trees of."""

    places: tuple[Place, ...]
    rows: list[CustomerFacts]
    conditions: list[Condition]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        shop = Shop.objects.create(name="Greenhouse")
        for module in MODULES.values():
            getattr(module, "prepare", id)(shop)
        rows = create_population(shop.pk, EXAMPLES, ROWS)
        yield World(tuple(_places(shop, rows)), rows, [*EXAMPLES, *_named(shop)])
        transaction.set_rollback(True)
    named.forget()


def _places(shop: Shop, rows: list[CustomerFacts]) -> Iterator[Place]:
    for policy, kind, now in product(POLICIES, KINDS, MOMENTS):
        here = portal(shop_id=shop.pk, policy=policy, **kind)
        yield Place(here, now, {row.pk: subject_of(here, row, row.pk, now) for row in rows})


def _named(shop: Shop) -> list[MeetsNamedRule]:
    """Named rules of a few conditions each, and of the named rule before."""
    made: list[MeetsNamedRule] = []
    for group, start in zip((AllOf, AnyOf, NoneOf, AnyOf), range(4), strict=True):
        rule = to_json(group((*EXAMPLES[start::25][:4], *made[-1:])))
        made.append(MeetsNamedRule(NamedRule.objects.create(shop=shop, name=start, rule=rule).pk))
    named.forget()
    return made


def _trees(conditions: list[Condition]) -> st.SearchStrategy[Group]:
    def grouped(parts: st.SearchStrategy[object]) -> st.SearchStrategy[Group]:
        some = st.lists(parts, min_size=1, max_size=4).map(tuple)
        return st.builds(lambda group, of: group(of), st.sampled_from((AllOf, AnyOf, NoneOf)), some)

    return grouped(st.recursive(st.sampled_from(conditions), grouped, max_leaves=12))


def test_python_and_sql_agree_on_random_rules(world, db):
    pairs = 0

    @settings(max_examples=TREES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(tree=_trees(world.conditions), place=st.sampled_from(world.places))
    def agree(tree: Group, place: Place) -> None:
        nonlocal pairs
        pairs += len(place.subjects)
        assert place.agrees_on(tree), to_json(tree)

    agree()
    assert pairs >= 20_000


@pytest.mark.parametrize("name", CONDITIONS)
def test_population_gives_every_answer_that_a_condition_has(world, db, name):
    examples = [one for one in world.conditions if one.name == name]
    everyone = [one for place in world.places[::4] for one in place.subjects.values()]
    seen = [replace(one, methods=VISIT.methods, campaigns=VISIT.campaigns) for one in everyone[:50]]
    closures = [one.closure() for one in examples]
    answers = {holds(one) for holds in closures for one in (*everyone, *seen)}
    assert answers >= {"everyone": {True}, "any_customer": {True}}.get(name, {True, False})
    place = world.places[0]
    unknown = any(one.known_q(place.portal, place.now) is not EVERYBODY for one in examples)
    assert (None in answers) >= unknown
