from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from billing.sources.faults import UnreadableError
from billing.sources.moments import moment

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-31", datetime(2026, 1, 31, 5, tzinfo=UTC)),
        ("20260131", datetime(2026, 1, 31, 5, tzinfo=UTC)),
        ("2026/07/31 14:30", datetime(2026, 7, 31, 18, 30, tzinfo=UTC)),
        ("2026-01-31T14:30:00Z", datetime(2026, 1, 31, 14, 30, tzinfo=UTC)),
        ("2026-01-31 14:30:00 UTC", datetime(2026, 1, 31, 14, 30, tzinfo=UTC)),
        ("2026-01-31 14:30:00 +0100", datetime(2026, 1, 31, 13, 30, tzinfo=UTC)),
    ],
)
def test_what_starts_with_the_year_is_read_without_being_told(text, expected):
    assert moment(text, NEW_YORK) == expected


def test_a_pattern_says_which_comes_first():
    expected = datetime(2026, 5, 6, 4, tzinfo=UTC)
    assert moment("06/05/2026", NEW_YORK, "%d/%m/%Y") == expected


@pytest.mark.parametrize("text", ["05/06/2026", "31.01.2026", "yesterday", "2026-02-30", "1/2026"])
def test_a_date_that_is_not_plain_is_refused_with_the_remedy(text):
    with pytest.raises(UnreadableError, match=r'date = "%d/%m/%Y" under \[formats\]'):
        moment(text, NEW_YORK)


def test_a_date_in_another_form_than_said_is_refused():
    with pytest.raises(UnreadableError, match=r"not a date of the form %d\.%m\.%Y"):
        moment("2026-01-31", NEW_YORK, "%d.%m.%Y")


def test_a_date_outside_the_calendar_is_refused():
    with pytest.raises(UnreadableError, match="not a date"):
        moment("0001-01-01", ZoneInfo("Asia/Tokyo"))
