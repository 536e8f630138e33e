"""Money is taken soon."""

from datetime import timedelta

import pytest

from access_rules.conditions.next_charge import NextCharge
from access_rules.subject import signed_out
from tests.access_rules.builders import buyer, subscription
from tests.access_rules.conftest import NOW

DAYS, INSTANT = timedelta(days=7), timedelta(microseconds=1)
WITHIN_A_WEEK = NextCharge(7)
EXAMPLES = [WITHIN_A_WEEK, NextCharge(30)]
REFUSED = [{"days": bad} for bad in (0, 36_501, "7", None)]


@pytest.mark.parametrize(
    ("ahead", "expected"), [(DAYS - INSTANT, True), (DAYS, False), (-DAYS, True)]
)
def test_charge_is_soon_or_overdue(ahead, expected):
    who = buyer(subscription("active", next_charge=NOW + ahead))
    assert WITHIN_A_WEEK.holds_for(who) is expected


def test_next_of_several_charges_is_asked():
    both = (
        subscription("active", next_charge=NOW + 9 * DAYS),
        subscription("active", next_charge=NOW),
    )
    assert WITHIN_A_WEEK.holds_for(buyer(*both)) is True


def test_without_a_charge_it_is_not_known():
    assert WITHIN_A_WEEK.holds_for(buyer(subscription("paused"))) is None
    assert WITHIN_A_WEEK.fact(buyer()) == "Nothing will be charged."


def test_whoever_is_signed_out_is_not_known():
    assert WITHIN_A_WEEK.holds_for(signed_out(NOW)) is None


def test_sentences_name_the_day():
    soon = buyer(subscription("active", next_charge=NOW))
    assert WITHIN_A_WEEK.describe() == "will be charged within 7 days"
    assert WITHIN_A_WEEK.fact(soon) == "The next charge is on 1 March 2026."
