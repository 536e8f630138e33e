from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from cms.coverage.checks.dates import dates_over
from tests.cms.coverage.conftest import codes, rule


@pytest.mark.parametrize(("days", "found"), [(-1, ["dates_over"]), (0, []), (1, []), (None, [])])
def test_dates_are_over_the_day_after_the_last(find, below, now, days, found):
    today = now.astimezone(ZoneInfo("Europe/London")).date()
    last = None if days is None else (today + timedelta(days=days)).isoformat()
    below("perks", rule=rule({"condition": "between_dates", "first": "2020-01-01", "last": last}))
    assert codes(find(dates_over)) == found
