"""How long ago the first order was."""

from datetime import timedelta

import pytest

from access_rules.conditions.comparing import Age
from access_rules.conditions.first_order import FirstOrder
from access_rules.subject import signed_out
from tests.access_rules.builders import buyer
from tests.access_rules.conftest import NOW

DAYS, INSTANT = timedelta(days=90), timedelta(microseconds=1)
RECENT, LONG_AGO = FirstOrder(Age.WITHIN, 90), FirstOrder(Age.LONGER_AGO, 90)
EXAMPLES = [RECENT, LONG_AGO]
REFUSED = [
    {"age": "within", "days": 0},
    {"age": "within", "days": "90"},
    {"age": "sometime", "days": 90},
]


@pytest.mark.parametrize(
    ("ago", "recent"), [(-DAYS, True), (DAYS - INSTANT, True), (DAYS, False), (2 * DAYS, False)]
)
def test_order_is_either_recent_or_long_ago(ago, recent):
    who = buyer(first_order_at=NOW - ago)
    assert (RECENT.holds_for(who), LONG_AGO.holds_for(who)) == (recent, not recent)


@pytest.mark.parametrize("who", [buyer(), signed_out(NOW)], ids=["never ordered", "signed out"])
def test_without_an_order_it_is_not_known(who):
    assert (RECENT.holds_for(who), LONG_AGO.holds_for(who)) == (None, None)


def test_sentences_name_the_days():
    assert RECENT.describe() == "placed the first order within the last 90 days"
    assert LONG_AGO.describe() == "placed the first order 90 days ago or longer"
    assert RECENT.fact(buyer(first_order_at=NOW)) == "Ordered first on 1 March 2026."
    assert RECENT.fact(buyer()) == "Never ordered."
