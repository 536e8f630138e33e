"""A payment has been failing."""

from datetime import timedelta

import pytest

from access_rules.conditions.payment_failing import PaymentFailing
from access_rules.subject import signed_out
from tests.access_rules.builders import CLUB, buyer, subscription
from tests.access_rules.conftest import NOW

DAYS, INSTANT = timedelta(days=5), timedelta(microseconds=1)
AT_ALL, FOR_5_DAYS = PaymentFailing(0), PaymentFailing(5)
EXAMPLES = [AT_ALL, FOR_5_DAYS]
REFUSED = [{"days": bad} for bad in (-1, 36_501, "5", None, False)]


@pytest.mark.parametrize(
    ("ago", "at_all", "for_5_days"),
    [(DAYS, True, True), (DAYS - INSTANT, True, False), (-INSTANT, True, False)],
)
def test_days_since_it_failed(ago, at_all, for_5_days):
    late = buyer(subscription("past_due", ago=ago))
    assert (AT_ALL.holds_for(late), FOR_5_DAYS.holds_for(late)) == (at_all, for_5_days)


def test_longest_of_several_counts():
    both = subscription("past_due", ago=INSTANT), subscription("past_due", ago=DAYS)
    assert FOR_5_DAYS.holds_for(buyer(*both)) is True


@pytest.mark.parametrize(
    "one", [subscription("active", ago=DAYS), subscription("past_due", club=CLUB + 1, ago=DAYS)]
)
def test_nothing_failing_here_is_a_known_no(one):
    assert (AT_ALL.holds_for(buyer(one)), FOR_5_DAYS.holds_for(buyer(one))) == (False, False)
    assert AT_ALL.fact(buyer(one)) == "No payment is failing."


def test_whoever_is_signed_out_is_not_known():
    assert (AT_ALL.holds_for(signed_out(NOW)), FOR_5_DAYS.holds_for(signed_out(NOW))) == (
        None,
        None,
    )


def test_sentences_name_the_days():
    late = buyer(subscription("past_due", ago=DAYS))
    assert AT_ALL.describe() == "has a payment that failed"
    assert FOR_5_DAYS.describe() == "has a payment that has been failing for 5 days"
    assert FOR_5_DAYS.fact(late) == "A payment failed on 24 February 2026."
