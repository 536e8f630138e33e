"""Python and SQL agree, on random trees over a population in every state around every limit.

Runs on whatever the default database is: SQLite, or PostgreSQL by `TEST_DATABASE_URL`.
"""

from __future__ import annotations

import dataclasses
import itertools
import random
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access_rules.compiling import compiled_tree
from access_rules.conditions.any_customer import AnyCustomer
from access_rules.conditions.everyone import Everyone
from access_rules.conditions.standing import HasStanding
from access_rules.standing import StandingValue
from access_rules.subject import subject_of
from access_rules.tree import AllOf, AnyOf, NoneOf
from accounts.models import Customer
from billing.models import CustomerFacts, Product, Subscription, SubscriptionState
from portals.models import Club
from portals.policy import GracePolicy
from tests.access_rules.builders import OrderedTimes
from tests.access_rules.conftest import NOW

SECOND = timedelta(seconds=1)
AGES = [timedelta(days=7) + off for off in (-SECOND, 0 * SECOND, SECOND)] + [timedelta(0), -SECOND]
POLICIES = [
    GracePolicy(),
    GracePolicy(past_due_days=0, paused_counts=True, ending_counts=False),
    GracePolicy(past_due_days=8, paused_counts=True, ending_counts=True),
]

conditions = st.one_of(
    st.just(Everyone()),
    st.just(AnyCustomer()),
    st.sampled_from(StandingValue).map(HasStanding),
    st.integers(1, 3).map(OrderedTimes),
)


def _grouped(parts):
    some = st.lists(parts, min_size=1, max_size=4).map(tuple)
    return st.tuples(st.sampled_from([AllOf, AnyOf, NoneOf]), some).map(lambda one: one[0](one[1]))


trees = _grouped(st.recursive(conditions, _grouped, max_leaves=12))


@pytest.fixture
def population(portals) -> list[tuple[Customer, CustomerFacts | None]]:
    """Customers with no, one or several subscriptions, in and outside of the club."""
    shop_portal, club_portal = portals
    club = Club.objects.get(pk=club_portal.club_id)
    products = [
        Product.objects.create(shop_id=shop_portal.shop_id, source="test", external_id=str(at))
        for at in range(2)
    ]
    products[0].clubs.add(club)
    each = list(itertools.product(SubscriptionState.values, AGES, products))
    chance = random.Random(7)
    mixed = [chance.sample(each, chance.randint(2, 3)) for _customer in range(60)]
    wanted = [[], [], [], *([one] for one in each), *mixed]
    made = [_customer(shop_portal.shop_id, at, of, club) for at, of in enumerate(wanted)]
    bare = Customer.objects.create(shop_id=shop_portal.shop_id, source="test", external_id="bare")
    return [*made, (bare, None)]


def _customer(shop_id, number, wanted, club):
    customer = Customer.objects.create(shop_id=shop_id, source="test", external_id=str(number))
    facts = []
    for at, (state, age, product) in enumerate(wanted):
        subscription = Subscription.objects.create(
            shop_id=shop_id,
            customer=customer,
            external_id=f"{number}-{at}",
            state=state,
            state_since=NOW - age,
            amount=0,
            started_at=NOW,
            fetched_at=NOW,
        )
        subscription.products.add(product)
        clubs = [club.pk] if product.external_id == "0" else []
        since = (NOW - age).isoformat()
        facts.append({"state": state, "since": since, "products": [product.pk], "clubs": clubs})
    row = CustomerFacts.objects.create(
        customer=customer, subscriptions=facts, orders_count=number % 4, rebuilt_at=NOW
    )
    return customer, row


def test_python_and_sql_agree_on_random_rules(portals, population):
    places = [
        dataclasses.replace(portal, policy=policy) for portal in portals for policy in POLICIES
    ]
    subjects = [
        {who.pk: subject_of(place, facts, who.pk, NOW) for who, facts in population}
        for place in places
    ]

    @settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
    @given(tree=trees, at=st.integers(0, len(places) - 1))
    def agree(tree, at):
        grants = compiled_tree(tree).grants
        in_python = {pk for pk, subject in subjects[at].items() if grants(subject)}
        found = Customer.objects.filter(tree.as_q(places[at], NOW))
        assert set(found.values_list("pk", flat=True)) == in_python

    agree()


def test_population_has_unknown_facts_and_both_standings(portals, population):
    found = [subject_of(portals[1], facts, who.pk, NOW) for who, facts in population]
    ordered = OrderedTimes(2)
    assert {ordered.holds_for(subject) for subject in found} == {True, False, None}
    assert {one.standing.value for one in found if one.standing} == {"active", "inactive"}
