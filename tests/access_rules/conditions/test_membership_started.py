"""A membership that began some days ago at most."""

from datetime import timedelta

import pytest

from access_rules.conditions.membership_started import MembershipStarted
from access_rules.subject import signed_out
from tests.access_rules.builders import CLUB, buyer, subscription
from tests.access_rules.conftest import NOW

DAYS, INSTANT = timedelta(days=30), timedelta(microseconds=1)
WITHIN_30_DAYS = MembershipStarted(30, None)
EXAMPLES = [WITHIN_30_DAYS, MembershipStarted(7, 8)]
REFUSED = [{"days": 0, "club": None}, {"days": 30, "club": "7"}, {"days": [30], "club": None}]


@pytest.mark.parametrize(
    ("ago", "expected"), [(-DAYS, True), (DAYS - INSTANT, True), (DAYS, False)]
)
def test_days_are_over_at_the_very_moment(ago, expected):
    who = buyer(subscription("active", started=NOW - ago))
    assert WITHIN_30_DAYS.holds_for(who) is expected


def test_latest_beginning_counts_also_of_one_that_has_ended():
    old = subscription("active", started=NOW - 9 * DAYS)
    assert WITHIN_30_DAYS.holds_for(buyer(old, subscription("cancelled", started=NOW))) is True


@pytest.mark.parametrize(
    "one",
    [subscription("incomplete", started=NOW), subscription("active")],
    ids=["never paid", "no beginning"],
)
def test_without_a_beginning_it_is_not_known(one):
    assert WITHIN_30_DAYS.holds_for(buyer(one)) is None
    assert WITHIN_30_DAYS.fact(buyer(one)) == "No membership has started."


def test_beginning_in_another_club_is_not_asked():
    elsewhere = buyer(subscription("active", club=CLUB + 1, started=NOW))
    assert WITHIN_30_DAYS.holds_for(elsewhere) is None


def test_whoever_is_signed_out_is_not_known():
    assert WITHIN_30_DAYS.holds_for(signed_out(NOW)) is None


def test_sentences_name_the_days():
    assert WITHIN_30_DAYS.describe() == "became a member here within the last 30 days"
    member = buyer(subscription("active", started=NOW))
    assert WITHIN_30_DAYS.fact(member) == "The membership started on 1 March 2026."
