"""The state of a subscription here."""

from access_rules.conditions.subscription_state import HasSubscriptionIn
from access_rules.subject import signed_out
from tests.access_rules.builders import CLUB, buyer, portal, subscription
from tests.access_rules.conftest import NOW

TROUBLED = HasSubscriptionIn(frozenset({"past_due", "paused"}))
EXAMPLES = [TROUBLED, HasSubscriptionIn(frozenset({"active"}))]
REFUSED = [{"states": bad} for bad in ([], ["gold"], "active", [1], ["active", "active"], [None])]
ELSEWHERE = subscription("paused", club=CLUB + 1)


def test_one_subscription_in_one_of_the_states_is_enough():
    who = buyer(subscription("active"), subscription("past_due"))
    assert TROUBLED.holds_for(who) is True


def test_no_subscription_is_a_known_no():
    assert TROUBLED.holds_for(buyer()) is False


def test_membership_portal_asks_for_its_own_club():
    assert TROUBLED.holds_for(buyer(ELSEWHERE)) is False
    assert TROUBLED.holds_for(buyer(ELSEWHERE, portal=portal(kind="customer"))) is True


def test_state_of_whoever_is_signed_out_is_not_known():
    assert TROUBLED.holds_for(signed_out(NOW)) is None


def test_sentences_name_the_states():
    asked = "has a subscription in the state “Payment failed” or “Paused”"
    assert TROUBLED.describe() == asked
    assert TROUBLED.fact(buyer(subscription("active"))) == "Active since 27 February 2026."
    assert TROUBLED.fact(buyer()) == "There is no subscription."
