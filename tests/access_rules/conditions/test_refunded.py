"""Money was given back."""

from datetime import timedelta

import pytest

from access_rules.conditions.refunded import WasRefunded, When
from access_rules.subject import signed_out
from tests.access_rules.builders import buyer
from tests.access_rules.conftest import NOW

DAYS, INSTANT = timedelta(days=30), timedelta(microseconds=1)
EVER, WITHIN_30_DAYS = WasRefunded(When.EVER, 30), WasRefunded(When.WITHIN, 30)
EXAMPLES = [EVER, WITHIN_30_DAYS]
REFUSED = [
    {"when": "never", "days": 30},
    {"when": "ever", "days": 0},
    {"when": "within", "days": None},
]


@pytest.mark.parametrize(("ago", "recent"), [(-DAYS, True), (DAYS - INSTANT, True), (DAYS, False)])
def test_refund_is_recent_until_the_days_are_over(ago, recent):
    who = buyer(refunds_count=1, last_refund_at=NOW - ago)
    assert (EVER.holds_for(who), WITHIN_30_DAYS.holds_for(who)) == (True, recent)


def test_no_refund_is_a_known_no():
    assert (EVER.holds_for(buyer()), WITHIN_30_DAYS.holds_for(buyer())) == (False, False)
    assert EVER.fact(buyer()) == "Never got money back."


def test_whoever_is_signed_out_is_not_known():
    nobody = signed_out(NOW)
    assert (EVER.holds_for(nobody), WITHIN_30_DAYS.holds_for(nobody)) == (None, None)


def test_sentences_name_the_days():
    who = buyer(refunds_count=2, last_refund_at=NOW)
    assert EVER.describe() == "has got money back"
    assert WITHIN_30_DAYS.describe() == "has got money back within the last 30 days"
    assert EVER.fact(who) == "Got money back 2 times, last on 1 March 2026."
