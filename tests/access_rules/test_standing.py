"""Who is Active, by the grace policy, to the second."""

from datetime import timedelta

import pytest

from access_rules.standing import REASONS, counting_club, standing_of
from billing.models import SubscriptionState
from portals.policy import GracePolicy
from tests.access_rules.builders import CLUB, portal, subscription
from tests.access_rules.conftest import NOW

SECOND = timedelta(seconds=1)
LONG = timedelta(days=4000)
LENIENT = GracePolicy(past_due_days=365, paused_counts=True, ending_counts=True)
STRICT = GracePolicy(past_due_days=0, paused_counts=False, ending_counts=False)


def value(*subscriptions, policy=STRICT, club=CLUB):
    return standing_of(subscriptions, club, policy, NOW).value


@pytest.mark.parametrize("state", ["active", "trialing"])
def test_active_and_trialing_count_under_any_policy(state):
    assert value(subscription(state, ago=LONG)) == "active"


@pytest.mark.parametrize("state", ["cancelled", "expired", "incomplete", "unknown", "nonsense", ""])
def test_states_that_never_count(state):
    assert value(subscription(state), policy=LENIENT) == "inactive"


@pytest.mark.parametrize("days", [1, 7, 365])
@pytest.mark.parametrize(
    ("off", "expected"), [(-SECOND, "active"), (0 * SECOND, "inactive"), (SECOND, "inactive")]
)
def test_failed_payment_is_forgiven_for_less_than_the_days(days, off, expected):
    late = subscription("past_due", ago=timedelta(days=days) + off)
    assert value(late, policy=GracePolicy(past_due_days=days)) == expected


@pytest.mark.parametrize("ago", [0 * SECOND, SECOND, -SECOND, -LONG])
def test_no_days_of_grace_forgive_nothing_even_in_the_future(ago):
    assert value(subscription("past_due", ago=ago)) == "inactive"


@pytest.mark.parametrize(
    ("state", "setting"), [("paused", "paused_counts"), ("ending", "ending_counts")]
)
@pytest.mark.parametrize(("counts", "expected"), [(True, "active"), (False, "inactive")])
def test_paused_and_ending_count_by_the_policy(state, setting, counts, expected):
    policy = GracePolicy(**{setting: counts})
    assert value(subscription(state, ago=LONG), policy=policy) == expected


def test_customer_with_nothing_is_inactive():
    standing = standing_of((), CLUB, LENIENT, NOW)
    assert (standing.value, standing.since, standing.subscription_state) == ("inactive", None, None)


@pytest.mark.parametrize("others", [("cancelled", "past_due"), ("expired",), ("unknown", "paused")])
def test_best_subscription_wins_wherever_it_stands(others):
    worse = [subscription(state) for state in others]
    standing = standing_of([*worse, subscription("trialing"), *worse], CLUB, STRICT, NOW)
    assert (standing.value, standing.subscription_state) == ("active", "trialing")


def test_forgiven_payment_wins_over_a_pause_that_does_not_count():
    found = standing_of(
        [subscription("paused"), subscription("past_due")], CLUB, GracePolicy(), NOW
    )
    assert (found.value, found.because) == ("active", "payment_forgiven")


def test_another_clubs_subscription_does_not_count_in_a_membership_portal():
    assert value(subscription("active", club=8)) == "inactive"


def test_every_subscription_counts_in_a_customer_portal():
    club = counting_club(portal(kind="customer"))
    assert value(subscription("active", club=8), club=club) == "active"


def test_membership_portal_without_a_club_counts_nothing():
    club = counting_club(portal(club_id=None))
    assert value(subscription("active"), club=club) == "inactive"


@pytest.mark.parametrize("state", [*SubscriptionState.values, "nonsense"])
def test_every_state_has_a_reason_people_understand(state):
    standing = standing_of([subscription(state)], CLUB, STRICT, NOW)
    assert str(REASONS[standing.because]) in standing.sentence()
    assert "27 February 2026" in standing.sentence()
