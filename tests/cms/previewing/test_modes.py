from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from cms.previewing.modes import Mode, read_mode, read_time
from portal_blocks.personas import PERSONAS

BERLIN = ZoneInfo("Europe/Berlin")
BAD = [
    *("", "x", "Active", "active@", "active@tomorrow", "active@0001-01-01", "active@9999-01-01"),
    *("active@2026-13-01", "active@2026-12-24@2026-12-25", "active ", "customer-", "customer-0"),
    *(
        "customer--1",
        "customer-1e3",
        "customer-\uff11\uff12",
        "customer-" + "9" * 30,
        "customer-1 OR 1=1",
    ),
    *("customer:12", "customer-12\n", "active@2026-12-24T25:00", "signed_out@nan"),
]


@pytest.mark.parametrize("text", BAD)
def test_what_cannot_be_read_is_nobody(text):
    assert read_mode(text, UTC) is None


@pytest.mark.parametrize("key", PERSONAS)
def test_each_invented_person_has_an_address(key):
    assert read_mode(key, UTC) == Mode(persona=key)


def test_a_customer_is_named_by_their_id():
    assert read_mode("customer-12", UTC) == Mode(customer_id=12)


def test_a_time_is_meant_in_the_portals_zone():
    mode = read_mode("customer-12@2026-12-24T18:30", BERLIN)
    assert mode.at.astimezone(UTC) == datetime(2026, 12, 24, 17, 30, tzinfo=UTC)


def test_a_day_alone_is_meant_at_noon():
    assert read_time("2026-07-01", BERLIN) == datetime(2026, 7, 1, 12, tzinfo=BERLIN)


def test_a_time_with_a_zone_of_its_own_keeps_it():
    assert read_time("2026-07-01T10:00+00:00", BERLIN) == datetime(2026, 7, 1, 10, tzinfo=UTC)
