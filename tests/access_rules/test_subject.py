"""A subject is made of whatever the facts hold, and never fails."""

import logging

import pytest

from access_rules.subject import signed_out, subject_of
from tests.access_rules.builders import CLUB, facts, portal
from tests.access_rules.conftest import NOW

GOOD = {"state": "active", "since": "2026-01-01T00:00:00+00:00", "products": [1], "clubs": [CLUB]}
BROKEN_ROWS: list[object] = [
    None,
    5,
    "active",
    [],
    {},
    {**GOOD, "state": "sold"},
    {**GOOD, "state": None},
    {**GOOD, "state": ["active"]},
    {**GOOD, "since": "yesterday"},
    {**GOOD, "since": "2026-01-01T00:00:00"},
    {**GOOD, "since": 5},
    {**GOOD, "clubs": CLUB},
    {**GOOD, "clubs": [str(CLUB)]},
    {**GOOD, "clubs": [True]},
    {**GOOD, "clubs": None},
    {**GOOD, "clubs": [0]},
    {**GOOD, "products": [[1]]},
]


def of(row_of_facts, **changes):
    return subject_of(portal(**changes), row_of_facts, 5, NOW, ("pwd",))


def test_signed_out_subject_has_no_standing():
    nobody = signed_out(NOW)
    assert not nobody.signed_in
    assert nobody.standing is None


def test_subject_carries_the_facts():
    subject = of(facts("active", orders_count=3))
    assert subject.signed_in
    assert subject.standing is not None
    assert (subject.standing.value, subject.orders_count) == ("active", 3)
    assert (subject.subscriptions[0].clubs, subject.methods) == (frozenset({CLUB}), ("pwd",))


def test_customer_without_facts_is_inactive():
    subject = of(None)
    assert subject.standing is not None
    assert (subject.standing.value, subject.subscriptions) == ("inactive", ())


@pytest.mark.parametrize("row", BROKEN_ROWS)
def test_broken_subscription_is_left_out_and_the_others_stay(row):
    broken = facts(subscriptions=[row, GOOD])
    assert [one.state for one in of(broken).subscriptions] == ["active"]


@pytest.mark.parametrize("rows", [None, {}, "active", 5, True, {"state": "active"}])
def test_facts_that_are_no_list_hold_no_subscription(rows):
    assert of(facts(subscriptions=rows)).subscriptions == ()


def test_broken_facts_are_logged_once(caplog):
    caplog.set_level(logging.ERROR)
    for _request in range(3):
        of(facts(subscriptions=BROKEN_ROWS))
    assert len(caplog.records) == 1


def test_facts_of_another_customer_are_not_used():
    subject = subject_of(portal(), facts("active", orders_count=3), 6, NOW)
    assert (subject.subscriptions, subject.orders_count) == ((), 0)


@pytest.mark.parametrize("since", ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00.5-08:00"])
def test_any_time_with_a_zone_is_read(since):
    assert of(facts(subscriptions=[{**GOOD, "since": since}])).standing.value == "active"
