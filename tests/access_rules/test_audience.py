"""Which customers meet a rule, and that the database agrees with Python."""

import pytest

from access_rules.audience import audience_q
from access_rules.decisions import allows
from access_rules.presets import ACTIVE, ANY_CUSTOMER, EVERYONE, INACTIVE
from access_rules.subject import subject_of
from accounts.models import Customer
from portals.models import Shop
from tests.access_rules.builders import nested
from tests.access_rules.conftest import NOW

ACTIVE_KEYS = {"active", "trialing", "past-due", "ending"}


def keys(rule, portal):
    found = Customer.objects.filter(audience_q(rule, portal, NOW))
    return {customer.external_id.removeprefix("cus_") for customer in found}


@pytest.mark.parametrize("rule", [EVERYONE, ANY_CUSTOMER])
def test_everyone_means_all_customers_of_the_shop(club_portal, people, rule):
    other = Shop.objects.create(name="Other")
    Customer.objects.create(shop=other, source="stripe", external_id="cus_other")
    assert keys(rule, club_portal) == set(people)


def test_active_and_inactive_part_the_customers(portals, people):
    for portal in portals:
        assert keys(ACTIVE, portal) == ACTIVE_KEYS
        assert keys(INACTIVE, portal) == set(people) - ACTIVE_KEYS


def test_deleted_customer_is_in_no_audience(club_portal, people):
    Customer.objects.filter(external_id="cus_active").update(deleted_at=NOW)
    assert "active" not in keys(EVERYONE, club_portal)


@pytest.mark.parametrize("key", ["none", "any", "all"])
@pytest.mark.parametrize("fault", [None, {}, nested(10_000), {"condition": "gold"}])
def test_faulty_rule_has_nobody(club_portal, people, key, fault):
    assert keys(fault, club_portal) == set()
    assert keys({"version": 1, key: [{"condition": "gold"}]}, club_portal) == set()


def test_negated_everyone_is_nobody(club_portal, people):
    assert keys({"version": 1, "none": EVERYONE["all"]}, club_portal) == set()


def test_everyone_does_not_vanish_beside_another_condition(club_portal, people):
    assert keys({"version": 1, "any": [*EVERYONE["all"], *ACTIVE["all"]]}, club_portal) == set(
        people
    )


def test_thousand_conditions_are_counted(club_portal, people):
    rule = {"version": 1, "any": [*ACTIVE["all"], *INACTIVE["all"]] * 500}
    assert keys(rule, club_portal) == set(people)


def test_audience_is_one_query(club_portal, people, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert Customer.objects.filter(audience_q(ACTIVE, club_portal, NOW)).count() == 4


def test_cast_is_allowed_what_the_audience_counts(portals, people):
    for portal in portals:
        for rule in (EVERYONE, ANY_CUSTOMER, ACTIVE, INACTIVE):
            allowed = {
                key
                for key, who in people.items()
                if allows(rule, subject_of(portal, who.facts, who.pk, NOW))
            }
            assert allowed == keys(rule, portal)
