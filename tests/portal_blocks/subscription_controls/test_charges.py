from __future__ import annotations

from datetime import UTC, date, datetime

from tests.portal_blocks.cast import RENEWS, subscription
from tests.portal_blocks.subscription_controls.offering import offer, offered


def test_skipping_names_the_day_and_the_charge_after_it():
    assert offer("skip", subscription()).consequence == [
        "Nothing is charged or sent on Thursday 3 December.",
        "Your next charge is then €24.00 on Sunday 3 January 2027.",
    ]


def test_moving_names_the_amount_and_the_day_it_stands_on():
    assert offer("move", subscription()).consequence == [
        "We charge €24.00 on the day you choose, not on Thursday 3 December.",
        "Later charges are reckoned from that day.",
    ]


def test_a_charge_can_be_moved_from_tomorrow_to_an_interval_later():
    day = offer("move", subscription()).day
    assert (day.first, day.last) == (date(2026, 11, 23), date(2027, 1, 3))
    assert (day.value, day.required) == (date(2026, 12, 3), True)


def test_a_moved_charge_keeps_the_days_of_its_own_day():
    moved = subscription(current_period_end=datetime(2026, 12, 20, tzinfo=UTC), moved_from=RENEWS)
    day = offer("move", moved).day
    assert (day.value, day.last) == (date(2026, 12, 20), date(2027, 1, 3))


def test_undoing_names_the_day_it_goes_back_to():
    moved = subscription(current_period_end=datetime(2027, 1, 3, tzinfo=UTC), moved_from=RENEWS)
    said = ["Your next charge is then €24.00 on Thursday 3 December, as before."]
    assert offer("undo", moved).consequence == said


def test_without_a_known_day_nothing_is_skipped_or_moved():
    names = {each.name for each in offered(subscription(current_period_end=None))}
    assert not {"skip", "move"} & names
