"""Which subscriptions conditions mean."""

import pytest

from access_rules.conditions.subscribing import BEGUN, ENDED, HELD, RUNNING, counts
from access_rules.standing import StandingValue, standing_of
from billing.models import SubscriptionState
from portals.policy import GracePolicy
from tests.access_rules.builders import CLUB, buyer, portal, subscription
from tests.access_rules.conftest import NOW

POLICIES = [
    GracePolicy(),
    GracePolicy(past_due_days=0, paused_counts=False, ending_counts=False),
    GracePolicy(past_due_days=0, paused_counts=True, ending_counts=True),
    GracePolicy(past_due_days=2),
    GracePolicy(past_due_days=3),
]


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("state", SubscriptionState.values)
def test_subscription_counts_where_it_makes_active(state, policy):
    one = subscription(state)
    standing = standing_of([one], CLUB, policy, NOW)
    found = counts(one, buyer(one, portal=portal(policy=policy)))
    assert found is (standing.value is StandingValue.ACTIVE)


def test_every_state_has_its_place():
    assert set(SubscriptionState.values) == BEGUN | {"incomplete"}
    assert BEGUN == RUNNING | ENDED
    assert HELD | {"unknown"} == RUNNING
    assert not RUNNING & ENDED
