"""The door of a whole portal."""

import logging

import pytest
from django.utils import timezone

from access_rules.decisions import admission, admits
from accounts.models import Customer
from billing.models import CustomerFacts, SubscriptionState
from tests.access_rules.builders import CLUB, facts, portal
from tests.access_rules.conftest import NOW
from tests.people import PEOPLE

ENDED = {"cancelled", "expired"}
STARTED = [state for state in SubscriptionState.values if state != "incomplete"]
PRESENT = [state for state in STARTED if state not in ENDED]


@pytest.mark.parametrize("admit_ended", [True, False])
@pytest.mark.parametrize("state", PRESENT)
def test_member_comes_in(state, admit_ended):
    assert admits(portal(admit_ended=admit_ended), facts(state), NOW).allowed


@pytest.mark.parametrize("admit_ended", [True, False])
@pytest.mark.parametrize("state", sorted(ENDED))
def test_former_member_comes_in_where_the_merchant_says_so(state, admit_ended):
    former = facts(state, "incomplete", clubs_ever=frozenset({CLUB}))
    assert admits(portal(admit_ended=admit_ended), former, NOW).allowed is admit_ended


def test_one_running_subscription_is_enough():
    assert admits(portal(admit_ended=False), facts("cancelled", "active"), NOW).allowed


@pytest.mark.parametrize("states", [("incomplete",), ("expired",), ("expired", "incomplete")])
def test_first_payment_never_made_is_no_membership(states):
    assert not admits(portal(), facts(*states, clubs_ever=frozenset()), NOW).allowed


@pytest.mark.parametrize("admit_ended", [True, False])
@pytest.mark.parametrize("states", [(), ("incomplete",)])
def test_whoever_bought_a_product_of_the_club_once_comes_in(admit_ended, states):
    buyer = facts(*states, clubs_ever=frozenset({CLUB}))
    assert admits(portal(admit_ended=admit_ended), buyer, NOW).allowed


@pytest.mark.parametrize("broken", [None, {}, "7", [str(CLUB)], [[CLUB]], CLUB, [8, None]])
def test_broken_list_of_clubs_admits_nobody(broken):
    assert not admits(portal(), facts(clubs_ever=broken), NOW).allowed


@pytest.mark.parametrize(
    "who", [None, facts(), facts("active", club=8), facts(clubs_ever=frozenset({8}))]
)
def test_stranger_is_refused(who):
    decision = admits(portal(), who, NOW)
    assert not decision.allowed
    assert decision.because[0].sentence == "Not a member of Green Club."


@pytest.mark.parametrize(
    "who", [None, facts("active"), facts(clubs_ever=frozenset({CLUB})), facts("active", club=0)]
)
def test_membership_portal_without_a_club_admits_nobody(who):
    decision = admits(portal(club_id=None), who, NOW)
    assert not decision.allowed
    assert not decision.fault


@pytest.mark.parametrize("who", [None, facts(), facts("cancelled"), facts("incomplete")])
def test_customer_portal_admits_every_customer(who):
    assert admits(portal(kind="customer", admit_ended=False), who, NOW).allowed


def test_failure_at_the_door_is_a_refusal_logged_once(caplog):
    caplog.set_level(logging.ERROR)
    for _request in range(2):
        decision = admits(None, facts("active"), NOW)
        assert not decision.allowed
        assert decision.fault
    assert len(caplog.records) == 1


def test_cast_at_both_doors(portals, people):
    for door, strangers in zip(portals, (set(), {"any"}), strict=True):
        refused = {key for key, who in people.items() if not admission(door, who, NOW).allowed}
        assert refused == strangers


def test_deleted_customer_is_refused_at_both_doors(portals, people):
    people["active"].deleted_at = timezone.now()
    people["active"].save()
    for door in portals:
        assert not admission(door, people["active"], NOW).allowed


def test_deleted_customer_is_refused_by_facts_fetched_along(portals, people):
    Customer.objects.update(deleted_at=NOW)
    row = Customer.objects.select_related("facts").get(pk=people["active"].pk).facts
    for door in portals:
        assert not admits(door, row, NOW).allowed


def test_customer_of_another_shop_is_refused(portals, people):
    people["active"].shop_id += 1
    for door in portals:
        assert not admission(door, people["active"], NOW).allowed


def test_customer_who_was_never_saved_is_refused(shop_portal):
    assert not admission(shop_portal, Customer(shop_id=shop_portal.shop_id), NOW).allowed


def test_customer_without_facts_comes_into_the_customer_portal_only(portals, people):
    CustomerFacts.objects.all().delete()
    who = Customer.objects.get(pk=people["active"].pk)
    assert [admission(door, who, NOW).allowed for door in portals] == [True, False]


def test_admission_asks_for_the_facts_alone(club_portal, people, django_assert_num_queries):
    who = Customer.objects.get(pk=people["active"].pk)
    with django_assert_num_queries(1):
        admission(club_portal, who, NOW)
    with django_assert_num_queries(0):
        admits(club_portal, who.facts, NOW)


def test_cast_has_every_person_with_an_order(people):
    assert list(people) == [person.key for person in PEOPLE]
    numbers = {who.orders.get().number for who in people.values()}
    assert numbers == {person.order_number for person in PEOPLE}
