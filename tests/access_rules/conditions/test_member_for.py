"""A member for some days."""

from datetime import timedelta

import pytest

from access_rules.conditions.member_for import IsMemberFor
from access_rules.subject import signed_out
from tests.access_rules.builders import CLUB, buyer, portal, subscription
from tests.access_rules.conftest import NOW

DAYS, INSTANT = timedelta(days=30), timedelta(microseconds=1)
FOR_30_DAYS = IsMemberFor(30, None)
EXAMPLES = [FOR_30_DAYS, IsMemberFor(1, 8), IsMemberFor(365, CLUB)]
REFUSED = [{"days": bad, "club": None} for bad in (0, -1, 36_501, "30", True, 1.5, None)]


@pytest.mark.parametrize(("ago", "expected"), [(DAYS - INSTANT, False), (DAYS, True)])
def test_days_count_from_the_beginning(ago, expected):
    assert FOR_30_DAYS.holds_for(buyer(subscription("active", started=NOW - ago))) is expected


def test_oldest_of_the_subscriptions_that_count_is_asked():
    new, old = (subscription("active", started=NOW - ago) for ago in (0 * DAYS, 2 * DAYS))
    assert FOR_30_DAYS.holds_for(buyer(new, old)) is True


@pytest.mark.parametrize("state", ["paused", "cancelled", "expired", "incomplete", "unknown"])
def test_without_a_subscription_that_counts_it_is_not_known(state):
    old = subscription(state, started=NOW - 2 * DAYS)
    assert FOR_30_DAYS.holds_for(buyer(old)) is None
    assert FOR_30_DAYS.fact(buyer(old)) == "No subscription that counts."


@pytest.mark.parametrize(
    ("ago", "expected"), [(timedelta(days=6), True), (timedelta(days=7), None)]
)
def test_failed_payment_counts_as_long_as_it_is_forgiven(ago, expected):
    late = subscription("past_due", ago=ago, started=NOW - 2 * DAYS)
    assert FOR_30_DAYS.holds_for(buyer(late)) is expected


def test_days_in_another_club_do_not_count_here():
    elsewhere = subscription("active", club=8, started=NOW - 2 * DAYS)
    assert FOR_30_DAYS.holds_for(buyer(elsewhere)) is None
    assert IsMemberFor(30, 8).holds_for(buyer(elsewhere)) is True
    assert FOR_30_DAYS.holds_for(buyer(elsewhere, portal=portal(kind="customer"))) is True


def test_whoever_is_signed_out_is_not_known():
    assert FOR_30_DAYS.holds_for(signed_out(NOW)) is None


def test_sentences_name_the_days():
    member = buyer(subscription("active", started=NOW - DAYS))
    assert FOR_30_DAYS.describe() == "has been a member here for 30 days"
    assert FOR_30_DAYS.fact(member) == "A member since 30 January 2026."
