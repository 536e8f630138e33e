"""Which customers meet a rule, and that the database agrees with Python."""

import pytest

from access_rules import named
from access_rules.audience import asks_for_a_visit, at_most_q, audience_q
from access_rules.decisions import allows
from access_rules.models import NamedRule
from access_rules.presets import ACTIVE, ANY_CUSTOMER, EVERYONE, INACTIVE
from access_rules.subject import subject_of
from accounts.models import Customer
from billing.facts import rebuild_facts
from billing.models import CustomerFacts
from portals.models import Shop
from tests.access_rules.builders import nested
from tests.access_rules.conftest import NOW

ACTIVE_KEYS = {"active", "trialing", "past-due", "ending"}


SPRING = {"condition": "campaign", "parameter": "utm_campaign", "value": "spring"}
BY_CODE = {"condition": "signed_in_with", "least": "code"}
ACTIVE_ONE = ACTIVE["all"][0]


def keys(rule, portal, audience=audience_q):
    found = CustomerFacts.objects.filter(audience(rule, portal, NOW))
    return {
        one.removeprefix("cus_") for one in found.values_list("customer__external_id", flat=True)
    }


@pytest.mark.parametrize("rule", [EVERYONE, ANY_CUSTOMER])
def test_everyone_means_all_customers_of_the_shop(club_portal, people, rule):
    other = Shop.objects.create(name="Other")
    stranger = Customer.objects.create(shop=other, source="stripe", external_id="cus_other")
    rebuild_facts([stranger.pk], now=NOW)
    assert keys(rule, club_portal) == set(people)


def test_active_and_inactive_part_the_customers(portals, people):
    for portal in portals:
        assert keys(ACTIVE, portal) == ACTIVE_KEYS
        assert keys(INACTIVE, portal) == set(people) - ACTIVE_KEYS


def test_deleted_customer_is_in_no_audience(club_portal, people):
    Customer.objects.filter(pk=people["active"].pk).update(deleted_at=NOW)
    rebuild_facts([people["active"].pk], now=NOW)
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
        assert CustomerFacts.objects.filter(audience_q(ACTIVE, club_portal, NOW)).count() == 4


def test_cast_is_allowed_what_the_audience_counts(portals, people):
    for portal in portals:
        for rule in (EVERYONE, ANY_CUSTOMER, ACTIVE, INACTIVE):
            allowed = {
                key
                for key, who in people.items()
                if allows(rule, subject_of(portal, who.facts, who.pk, NOW))
            }
            assert allowed == keys(rule, portal)


@pytest.mark.parametrize(
    "rule",
    [
        {"all": [ACTIVE_ONE, SPRING]},
        {"all": [ACTIVE_ONE, {"none": [BY_CODE]}]},
        {"all": [ACTIVE_ONE, {"any": [SPRING, {"none": [SPRING, BY_CODE]}]}]},
    ],
)
def test_what_a_visit_tells_is_not_known_and_at_most_as_wanted(club_portal, people, rule):
    rule = {"version": 1, **rule}
    assert keys(rule, club_portal) == set()
    assert keys(rule, club_portal, at_most_q) == ACTIVE_KEYS
    assert asks_for_a_visit(rule)


def test_at_most_is_everyone_where_a_visit_alone_can_do(club_portal, people):
    rule = {"version": 1, "any": [ACTIVE_ONE, SPRING]}
    assert keys(rule, club_portal) == ACTIVE_KEYS
    assert keys(rule, club_portal, at_most_q) == set(people)


@pytest.mark.parametrize("rule", [ACTIVE, INACTIVE, EVERYONE])
def test_at_most_is_the_audience_where_no_visit_has_a_say(club_portal, people, rule):
    assert keys(rule, club_portal, at_most_q) == keys(rule, club_portal)
    assert not asks_for_a_visit(rule)


def test_visit_inside_of_a_named_rule_counts(club_portal, people):
    inner = {"version": 1, "all": [SPRING, ACTIVE_ONE]}
    kept = NamedRule.objects.create(shop_id=club_portal.shop_id, name="Spring", rule=inner)
    named.forget()
    rule = {"version": 1, "all": [{"condition": "named_rule", "rule": str(kept.pk)}]}
    assert asks_for_a_visit(rule)
    assert keys(rule, club_portal, at_most_q) == ACTIVE_KEYS


def test_named_rule_of_another_shop_has_nobody_at_most_either(club_portal, people):
    other = Shop.objects.create(name="Other")
    kept = NamedRule.objects.create(shop=other, name="Spring")
    named.forget()
    rule = {"version": 1, "any": [{"condition": "named_rule", "rule": str(kept.pk)}]}
    assert keys(rule, club_portal) == keys(rule, club_portal, at_most_q) == set()


@pytest.mark.parametrize("fault", [None, {}, {"version": 1, "any": [{"condition": "gold"}]}])
def test_faulty_rule_has_nobody_at_most(club_portal, people, fault):
    assert keys(fault, club_portal, at_most_q) == set()
    assert not asks_for_a_visit(fault)
