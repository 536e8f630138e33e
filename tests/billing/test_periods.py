from datetime import UTC, datetime

import pytest

from billing.periods import later

START = datetime(2027, 1, 31, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("interval", "count", "end"),
    [
        ("day", 10, datetime(2027, 2, 10, 9, 30, tzinfo=UTC)),
        ("week", 4, datetime(2027, 2, 28, 9, 30, tzinfo=UTC)),
        ("month", 1, datetime(2027, 2, 28, 9, 30, tzinfo=UTC)),
        ("month", 2, datetime(2027, 3, 31, 9, 30, tzinfo=UTC)),
        ("month", 12, datetime(2028, 1, 31, 9, 30, tzinfo=UTC)),
        ("month", 13, datetime(2028, 2, 29, 9, 30, tzinfo=UTC)),
        ("year", 1, datetime(2028, 1, 31, 9, 30, tzinfo=UTC)),
    ],
)
def test_later_is_counted_in_the_calendar(interval, count, end):
    assert later(START, interval, count) == end


def test_leap_day_comes_again_as_the_last_of_february():
    assert later(datetime(2028, 2, 29, tzinfo=UTC), "year", 1).day == 28


def test_an_interval_that_is_none_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="fortnight"):
        later(START, "fortnight", 1)
