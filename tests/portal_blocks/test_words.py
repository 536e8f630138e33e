from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils import translation

from portal_blocks.words import day, percent, price
from tests.portal_blocks.cast import subscription, viewer


@pytest.mark.parametrize(
    ("display", "written"), [("symbol", "€24.00"), ("code", "EUR\N{NO-BREAK SPACE}24.00")]
)
def test_a_price_is_written_as_the_portal_says(display, written):
    assert price(subscription(), viewer(currency_display=display)) == written


@pytest.mark.parametrize(
    ("amount", "currency", "written"), [(2400, "JPY", "¥2,400"), (0, "EUR", "€0.00")]
)
def test_a_price_has_the_decimals_of_its_currency(amount, currency, written):
    assert price(subscription(amount=amount, currency=currency), viewer()) == written


def test_a_price_is_written_in_the_viewers_language():
    with translation.override("de"):
        assert price(subscription(), viewer()) == "24,00\N{NO-BREAK SPACE}€"


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2026, 12, 3, 12, tzinfo=UTC), "Thursday 3 December"),
        (datetime(2027, 1, 14, 12, tzinfo=UTC), "Thursday 14 January 2027"),
    ],
)
def test_a_day_of_another_year_names_it(moment, written):
    assert day(moment, viewer()) == written


@pytest.mark.parametrize(
    ("zone", "written"),
    [("UTC", "Thursday 3 December"), ("Asia/Tokyo", "Friday 4 December")],
)
def test_a_day_is_that_of_the_portals_clock(zone, written):
    late = datetime(2026, 12, 3, 20, tzinfo=UTC)
    assert day(late, viewer(time_zone=zone)) == written


def test_which_year_it_is_now_goes_by_the_portals_clock():
    new_year = datetime(2026, 12, 31, 20, tzinfo=UTC)
    assert day(new_year, viewer(now=new_year, time_zone="Asia/Tokyo")) == "Friday 1 January"


@pytest.mark.parametrize(
    ("number", "language", "written"),
    [(20.0, "en", "20%"), (12.5, "en", "12.5%"), (33.33, "de", "33,33\N{NO-BREAK SPACE}%")],
)
def test_a_share_is_written_exactly_and_in_the_viewers_language(number, language, written):
    with translation.override(language):
        assert percent(number) == written
