"""How often one subscription was renewed."""

import pytest

from access_rules.conditions.comparing import Comparison
from access_rules.conditions.renewals import HasRenewals
from access_rules.subject import signed_out
from tests.access_rules.builders import CLUB, buyer, subscription
from tests.access_rules.conftest import NOW

EXAMPLES = [HasRenewals(comparison, count) for comparison in Comparison for count in (1, 3)]
REFUSED = [
    {"comparison": "at_least", "count": -1},
    {"comparison": "more_than", "count": 1},
    {"comparison": "at_most", "count": "1"},
]


def _answers(*subscriptions):
    who = buyer(*subscriptions)
    return [HasRenewals(comparison, 3).holds_for(who) for comparison in Comparison]


@pytest.mark.parametrize(
    ("renewals", "expected"),
    [(2, [False, True, False]), (3, [True, True, True]), (4, [True, False, False])],
)
def test_number_of_renewals_is_compared(renewals, expected):
    assert _answers(subscription("active", renewals=renewals)) == expected


def test_most_renewed_subscription_counts():
    both = subscription("active", renewals=9), subscription("paused", renewals=1)
    assert _answers(*both) == [True, False, False]


@pytest.mark.parametrize(
    "one", [subscription("cancelled", renewals=3), subscription("active", club=CLUB + 1)]
)
def test_without_a_subscription_that_is_held_here_it_is_not_known(one):
    assert _answers(one) == [None] * 3
    assert EXAMPLES[0].fact(buyer(one)) == "There is no running subscription."


def test_whoever_is_signed_out_is_not_known():
    assert EXAMPLES[0].holds_for(signed_out(NOW)) is None


def test_sentences_name_the_number():
    once = buyer(subscription("active", renewals=1))
    assert EXAMPLES[1].describe() == "has renewed a subscription at least 3 times"
    assert EXAMPLES[1].fact(once) == "Renewed 1 time."
