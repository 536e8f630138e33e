"""Between two days."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from access_rules.conditions.between_dates import IsBetweenDates
from access_rules.subject import signed_out
from tests.access_rules.builders import portal

MARCH = IsBetweenDates(date(2026, 3, 1), date(2026, 3, 31))
EXAMPLES = [
    MARCH,
    IsBetweenDates(date(2026, 3, 1), date(2026, 3, 1)),
    IsBetweenDates(None, date(2026, 2, 28)),
    IsBetweenDates(date(2026, 3, 2), None),
]
DAYS: list[tuple[object, object]] = [
    (None, None),
    ("2026-03-02", "2026-03-01"),
    ("2026-02-30", None),
    ("0001-01-01", None),
    (None, "9999-12-31"),
    (20260301, None),
    ("20260301", None),
    ("2026-W10-1", None),
]
REFUSED = [{"first": first, "last": last} for first, last in DAYS]
KIRITIMATI = portal(time_zone="Pacific/Kiritimati")  # 14 hours ahead


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 2, 28, 9, 59, 59, tzinfo=UTC), False),
        (datetime(2026, 2, 28, 10, tzinfo=UTC), True),
        (datetime(2026, 3, 31, 9, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 3, 31, 10, tzinfo=UTC), False),
    ],
)
def test_days_are_the_portals_and_both_included(now, expected):
    assert MARCH.holds_for(signed_out(now, KIRITIMATI)) is expected


def test_open_end_has_no_limit():
    since = IsBetweenDates(date(2026, 3, 1), None)
    late = signed_out(datetime(9998, 1, 1, tzinfo=UTC), KIRITIMATI)
    assert since.holds_for(late)
    assert not since.holds_for(replace(late, now=datetime(1970, 1, 1, tzinfo=UTC)))


def test_sentences_name_the_days():
    assert [one.describe() for one in EXAMPLES[1:]] == [
        "looks between 1 March 2026 and 1 March 2026",
        "looks on 28 February 2026 or earlier",
        "looks on 2 March 2026 or later",
    ]
