"""A membership that ended some days ago at most."""

from datetime import timedelta

import pytest

from access_rules.conditions.membership_ended import MembershipEnded
from access_rules.subject import signed_out
from tests.access_rules.builders import CLUB, buyer, subscription
from tests.access_rules.conftest import NOW

DAYS, INSTANT = timedelta(days=30), timedelta(microseconds=1)
WITHIN_30_DAYS = MembershipEnded(30, None)
EXAMPLES = [WITHIN_30_DAYS, MembershipEnded(7, 8)]
REFUSED = [{"days": 0, "club": None}, {"days": 30, "club": -7}]


def _ended(ago, **more):
    return subscription("cancelled", started=NOW - 9 * DAYS, ended=NOW - ago, **more)


@pytest.mark.parametrize(
    ("ago", "expected"), [(-DAYS, True), (DAYS - INSTANT, True), (DAYS, False)]
)
def test_days_are_over_at_the_very_moment(ago, expected):
    assert WITHIN_30_DAYS.holds_for(buyer(_ended(ago))) is expected


def test_last_end_counts():
    assert WITHIN_30_DAYS.holds_for(buyer(_ended(2 * DAYS), _ended(INSTANT))) is True


@pytest.mark.parametrize("state", ["active", "past_due", "paused", "ending", "unknown"])
def test_membership_that_goes_on_has_no_end(state):
    who = buyer(_ended(INSTANT), subscription(state, started=NOW))
    assert WITHIN_30_DAYS.holds_for(who) is None
    assert WITHIN_30_DAYS.fact(who) == "No membership has ended."


def test_membership_that_never_began_has_no_end():
    never_paid = subscription("expired", ended=NOW)
    assert WITHIN_30_DAYS.holds_for(buyer(never_paid)) is None


def test_end_in_another_club_is_not_asked():
    assert WITHIN_30_DAYS.holds_for(buyer(_ended(INSTANT, club=CLUB + 1))) is None


def test_whoever_is_signed_out_is_not_known():
    assert WITHIN_30_DAYS.holds_for(signed_out(NOW)) is None


def test_sentences_name_the_days():
    assert WITHIN_30_DAYS.describe() == "stopped being a member here within the last 30 days"
    assert WITHIN_30_DAYS.fact(buyer(_ended(DAYS))) == "The membership ended on 30 January 2026."
