"""A subject is made of whatever the facts hold, and never fails."""

import logging
from datetime import UTC, datetime

import pytest

from access_rules.subject import Visit, signed_out, subject_of
from tests.access_rules.builders import CLUB, facts, portal
from tests.access_rules.conftest import NOW

GOOD = {"state": "active", "since": 1767225600, "products": [1], "clubs": [CLUB]}
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
    {**GOOD, "since": "2026-01-01T00:00:00+00:00"},
    {**GOOD, "since": None},
    {**GOOD, "since": True},
    {**GOOD, "since": 1767225600.5},
    {**GOOD, "since": 10**30},
    {**GOOD, "started": "2026-01-01"},
    {**GOOD, "ended": 1.5},
    {**GOOD, "next_charge": -(10**15)},
    {**GOOD, "renewals": "3"},
    {**GOOD, "renewals": None},
    {**GOOD, "prices": ["1"]},
    {**GOOD, "clubs": CLUB},
    {**GOOD, "clubs": [str(CLUB)]},
    {**GOOD, "clubs": [True]},
    {**GOOD, "clubs": None},
    {**GOOD, "clubs": [0]},
    {**GOOD, "products": [[1]]},
]


VISIT = Visit(("pwd",), frozenset({"utm_campaign=spring"}), "de")


def of(row_of_facts, **changes):
    return subject_of(portal(**changes), row_of_facts, 5, NOW, VISIT)


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


def test_moments_of_a_subscription_are_whole_seconds():
    one = {**GOOD, "started": 0, "ended": None, "next_charge": 86_400, "renewals": 2, "prices": [3]}
    (found,) = of(facts(subscriptions=[one])).subscriptions
    assert (found.started, found.ended) == (datetime(1970, 1, 1, tzinfo=UTC), None)
    assert found.next_charge == datetime(1970, 1, 2, tzinfo=UTC)
    assert (found.renewals, found.prices) == (2, frozenset({3}))


BROKEN_COLUMNS: dict[str, object] = {
    "orders_count": "3",
    "spent": [1],
    "tags": ["gold"],
    "products": None,
    "attributes": None,
    "last_order_at": "2026-01-01",
    "country": None,
}


@pytest.mark.parametrize("column", BROKEN_COLUMNS)
def test_broken_column_is_left_out_and_the_others_stay(column):
    row = facts("active", refunds_count=4, **{column: BROKEN_COLUMNS[column]})
    subject = of(row)
    assert getattr(subject, column) == getattr(of(None), column)
    assert (subject.refunds_count, subject.standing.value) == (4, "active")


def test_visit_tells_what_no_row_holds():
    subject = of(facts())
    assert (subject.campaigns, subject.language) == (VISIT.campaigns, "de")
    assert of(facts(language="fr")).language == "fr"


def test_days_are_told_in_the_portals_zone():
    assert of(None, time_zone="Asia/Tokyo").local_now.hour == (NOW.hour + 9) % 24
    assert signed_out(NOW).local_now == NOW


def test_subscriptions_here_are_those_of_the_portals_club():
    row = facts(subscriptions=[GOOD, {**GOOD, "clubs": []}])
    assert [one.clubs for one in of(row).here] == [{CLUB}]
    assert len(of(row, kind="customer").here) == 2
    assert of(row, club_id=None).here == ()
