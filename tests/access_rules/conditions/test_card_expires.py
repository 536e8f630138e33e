"""The card on file expires soon."""

from datetime import UTC, datetime, timedelta

import pytest

from access_rules.conditions.card_expires import CardExpires
from access_rules.subject import signed_out
from tests.access_rules.builders import buyer, portal
from tests.access_rules.conftest import NOW

DAYS, INSTANT = timedelta(days=30), timedelta(microseconds=1)
WITHIN_30_DAYS = CardExpires(30)
EXAMPLES = [WITHIN_30_DAYS, CardExpires(1)]
REFUSED = [{"days": bad} for bad in (0, 36_501, "30", None)]


@pytest.mark.parametrize(
    ("ahead", "expected"), [(DAYS - INSTANT, True), (DAYS, False), (-DAYS, True)]
)
def test_card_expires_soon_or_has_expired(ahead, expected):
    assert WITHIN_30_DAYS.holds_for(buyer(card_expires_at=NOW + ahead)) is expected


def test_without_a_card_it_is_not_known():
    assert WITHIN_30_DAYS.holds_for(buyer()) is None
    assert WITHIN_30_DAYS.fact(buyer()) == "There is no card on file."


def test_whoever_is_signed_out_is_not_known():
    assert WITHIN_30_DAYS.holds_for(signed_out(NOW)) is None


def test_sentences_name_the_last_day():
    april = datetime(2026, 4, 1, tzinfo=UTC)
    assert WITHIN_30_DAYS.describe() == "has a card that expires within 30 days"
    for zone in ("America/Los_Angeles", "Asia/Tokyo"):
        who = buyer(card_expires_at=april, portal=portal(time_zone=zone))
        assert WITHIN_30_DAYS.fact(who) == "The card can be charged until 31 March 2026."
