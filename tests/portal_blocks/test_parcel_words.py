from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from billing.models import Fulfilment
from portal_blocks.parcel_words import is_late, is_under_way, next_stop, when_sent, where_now
from tests.portal_blocks.cast import viewer

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def parcel(status="shipped", **days):
    """A parcel; each moment is so many days from now."""
    moments = {f"{name}_at": NOW + DAY * count for name, count in days.items()}
    return Fulfilment(status=status, **moments)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "Arrives Wednesday 2 December"),
        (0, "Arrives Tuesday 1 December"),
        (-1, "Was expected Monday 30 November"),
    ],
)
def test_a_parcel_says_when_it_arrives_or_should_have(days, words):
    assert next_stop(parcel(expected=days), viewer(now=NOW)) == words


def test_the_day_of_arrival_is_over_when_it_is_at_the_portals_clock():
    far = viewer(now=NOW.replace(hour=3), time_zone="America/Los_Angeles")
    assert next_stop(parcel(expected=-1), far) == "Arrives Monday 30 November"


def test_a_parcel_of_which_nobody_said_when_says_nothing():
    assert next_stop(parcel(), viewer()) == ""


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (parcel("unfulfilled", expected=1), "Being prepared"),
        (parcel("shipped"), "On its way"),
        (parcel("partial"), "On its way"),
        (parcel("shipped", expected=1), "Arrives Wednesday 2 December"),
        (parcel("shipped", expected=1, delivered=0), "Delivered Tuesday 1 December"),
        (parcel("delivered"), "Delivered"),
        (parcel("returned", delivered=-9), "Returned"),
        (parcel("cancelled", expected=1), "Cancelled"),
    ],
)
def test_where_a_parcel_is_stands_in_one_line(one, words):
    assert where_now(one, viewer(now=NOW)) == words


def test_when_it_left_is_told_where_it_is_known():
    sent = when_sent(parcel(shipped=-1), viewer(now=NOW))
    assert (sent, when_sent(parcel(), viewer())) == ("Sent Monday 30 November", "")


@pytest.mark.parametrize(
    ("one", "late"),
    [
        (parcel(expected=-4), True),
        (parcel(expected=-3), False),
        (parcel(expected=-9, delivered=-1), False),
        (parcel("returned", expected=-9), False),
        (parcel("unfulfilled", expected=-9), False),
        (parcel(), False),
    ],
)
def test_somebody_should_ask_once_a_parcel_is_days_late(one, late):
    assert is_late(one, viewer(now=NOW)) is late


@pytest.mark.parametrize(
    ("one", "under_way"),
    [(parcel(), True), (parcel("partial"), True), (parcel(delivered=0), False)],
)
def test_what_has_left_and_not_arrived_is_under_way(one, under_way):
    assert is_under_way(one) is under_way
