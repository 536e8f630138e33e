from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal_blocks.countdown.counting import in_words, moment_of, parts_left

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


def numbers(**left: int) -> list[str]:
    return [part.number for part in parts_left(NOW + timedelta(**left), NOW)]


@pytest.mark.parametrize(
    ("left", "said"),
    [
        ({"days": 12, "hours": 4, "minutes": 9, "seconds": 59}, ["12", "4", "9"]),
        ({"seconds": 1}, ["0", "0", "0"]),
        ({"seconds": 0}, []),
        ({"seconds": -1}, []),
        ({"days": 1200}, ["1,200", "0", "0"]),
    ],
)
def test_what_is_left_is_counted_in_days_hours_and_minutes(left, said):
    assert numbers(**left) == said


def test_one_of_a_unit_is_said_as_one():
    words = [part.word for part in parts_left(NOW + timedelta(days=1, hours=2), NOW)]
    assert words == ["day", "hours", "minutes"]


def test_a_moment_is_that_of_the_portals_zone():
    moment = moment_of(date(2026, 12, 24), time(18), PARIS)
    assert moment.astimezone(UTC) == datetime(2026, 12, 24, 17, tzinfo=UTC)


def test_without_an_hour_it_is_until_the_day_is_over():
    assert moment_of(date(2026, 12, 24), None, UTC) == datetime(2026, 12, 25, tzinfo=UTC)


def test_the_day_on_which_clocks_change_is_an_hour_longer():
    start, end = date(2026, 10, 24), date(2026, 10, 25)
    day = moment_of(end, None, PARIS) - moment_of(start, None, PARIS)
    assert moment_of(end, None, PARIS).astimezone(UTC).hour == 23
    assert day == timedelta(days=1)


@pytest.mark.parametrize(
    ("hour", "said"),
    [(time(18), "Thursday 24 December, 18:00"), (None, "Thursday 24 December")],
)
def test_a_moment_is_written_out(hour, said):
    assert in_words(date(2026, 12, 24), hour, today=NOW.date()) == said
