"""Some hours of some days of the week."""

from datetime import UTC, datetime

import pytest

from access_rules.conditions.weekly_hours import IsInWeeklyHours
from access_rules.subject import signed_out
from tests.access_rules.builders import portal

OFFICE = IsInWeeklyHours(frozenset({"mon", "sun"}), 9, 17)
NIGHT = IsInWeeklyHours(frozenset({"fri"}), 22, 6)
EXAMPLES = [OFFICE, NIGHT, IsInWeeklyHours(frozenset({"sun"}), 0, 24)]
REFUSED = [
    {"days": days, "start": start, "end": end}
    for days, start, end in [
        ([], 9, 17),
        (["monday"], 9, 17),
        (["mon", "mon"], 9, 17),
        (["mon"], 9, 9),
        (["mon"], -1, 9),
        (["mon"], 24, 9),
        (["mon"], 0, 25),
        (["mon"], 9.0, 17),
        (["mon"], True, 17),
        ("mon", 9, 17),
    ]
]


def _at(condition: IsInWeeklyHours, *moment: int, zone: str = "UTC") -> bool:
    return condition.holds_for(signed_out(datetime(*moment, tzinfo=UTC), portal(time_zone=zone)))


@pytest.mark.parametrize(
    ("day", "hour", "expected"),
    [(1, 8, False), (1, 9, True), (1, 16, True), (1, 17, False), (2, 12, True), (3, 12, False)],
)
def test_first_hour_is_included_and_the_last_is_not(day, hour, expected):
    assert _at(OFFICE, 2026, 3, day, hour) is expected  # 1 March 2026 is a Sunday


@pytest.mark.parametrize(
    ("day", "hour", "expected"),
    [(6, 21, False), (6, 22, True), (7, 5, True), (7, 6, False), (7, 23, False), (6, 5, False)],
)
def test_night_belongs_to_the_day_it_begins_on(day, hour, expected):
    assert _at(NIGHT, 2026, 3, day, hour) is expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ((2026, 3, 29, 0, 30), False),  # 01:30
        ((2026, 3, 29, 1, 30), False),  # 03:30: from two to three, there was nothing
        ((2026, 10, 25, 0, 30), True),  # 02:30
        ((2026, 10, 25, 1, 30), True),  # 02:30 again
        ((2026, 10, 25, 2, 30), False),  # 03:30
    ],
)
def test_skipped_hour_is_never_and_repeated_hour_is_twice(moment, expected):
    second_hour = IsInWeeklyHours(frozenset({"sun"}), 2, 3)
    assert _at(second_hour, *moment, zone="Europe/Berlin") is expected


def test_sentences_name_days_and_hours():
    assert NIGHT.describe() == "looks on Friday between 22:00 and 06:00"
    fact = NIGHT.fact(signed_out(datetime(2026, 3, 1, 12, tzinfo=UTC), portal()))
    assert fact == "It is Sunday, 12:00."
