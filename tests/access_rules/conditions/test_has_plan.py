"""Subscribed to a plan, now or once."""

from access_rules.conditions.has_plan import HasPlan
from access_rules.conditions.having import When
from access_rules.subject import signed_out
from tests.access_rules.builders import buyer, subscription
from tests.access_rules.conftest import NOW

YEARLY = frozenset({3})
EXAMPLES = [HasPlan(when, frozenset({1, 7})) for when in When]
REFUSED = [{"when": "now", "plans": []}, {"when": "now", "plans": ["price_1"]}]


def _answers(*subscriptions):
    return [HasPlan(when, YEARLY).holds_for(buyer(*subscriptions)) for when in When]


def test_plan_is_the_price_of_a_subscription():
    assert _answers(subscription("active", prices=YEARLY)) == [True, False, True]
    assert _answers(subscription("active", prices=frozenset({4}))) == [False, False, False]


def test_plan_that_ended_was_held_once():
    assert _answers(subscription("expired", prices=YEARLY, started=NOW)) == [False, True, True]


def test_plan_that_never_began_was_never_held():
    assert _answers(subscription("expired", prices=YEARLY)) == [False, False, False]


def test_plans_of_whoever_is_signed_out_are_not_known():
    assert [HasPlan(when, YEARLY).holds_for(signed_out(NOW)) for when in When] == [None] * 3
