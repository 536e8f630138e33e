"""Money, dates and rhythms read as people of that language write them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from django.utils import translation

from themes import formats

DAY = dt.date(2026, 12, 3)


@dataclass
class Rhythm:
    interval: str
    interval_count: int


def plain(text: str) -> str:
    """Turn spaces that do not break into ordinary ones."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        (2400, "EUR", "€24.00"),
        (1234567, "JPY", "¥1,234,567"),
        (1234567, "kwd", "KWD 1,234.567"),
        (1050, "CHF", "CHF 10.50"),
        (-285, "USD", "-$2.85"),
        (0, "GBP", "£0.00"),
    ],
)
def test_money_has_the_currencys_own_decimals(amount: int, currency: str, shown: str):
    assert plain(formats.money(amount, currency, language="en")) == shown


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "EUR 1,024.00"), ("de", "1.024,00 EUR"), ("nl", "EUR 1.024,00")]
)
def test_money_by_code_keeps_letters_and_digits_apart(language: str, shown: str):
    assert plain(formats.money(102400, "EUR", display="code", language=language)) == shown


def test_money_does_not_break_between_lines():
    assert " " not in formats.money(102400, "EUR", display="code", language="de")


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "Thursday 3 December"),
        ("en-us", "Thursday, December 3"),
        ("de", "Donnerstag, 3. Dezember"),
        ("es", "jueves, 3 de diciembre"),
        ("zh-hans", "12月3日星期四"),
    ],
)
def test_long_date_of_this_year_leaves_the_year_out(language: str, shown: str):
    assert formats.long_date(DAY, today=dt.date(2026, 1, 1), language=language) == shown


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "Thursday 3 December 2026"), ("de", "Donnerstag, 3. Dezember 2026")],
)
def test_long_date_of_another_year_names_it(language: str, shown: str):
    assert formats.long_date(DAY, today=dt.date(2027, 1, 1), language=language) == shown


@pytest.mark.parametrize(
    ("language", "kept"),
    [
        ("en", "3~December~2026"),
        ("en-us", "December~3"),
        ("de", "3.~Dezember~2026"),
        ("es", "3~de~diciembre~de~2026"),
        ("fr", "3~décembre~2026"),
        ("da", "3.~december~2026"),
        ("lt", "2026~m.~gruodžio~3"),
        ("hu", "2026.~december~3."),
        ("ar", "3~ديسمبر~2026"),
    ],
)
def test_day_and_month_stay_on_one_line_and_the_weekday_may_stand_above(
    tie: str, language: str, kept: str
):
    shown = formats.long_date(DAY, today=dt.date(2027, 1, 1), language=language)
    assert kept.replace("~", tie) in shown
    assert " " in shown


@pytest.mark.parametrize("language", ["en", "en-us", "de", "es", "cs"])
def test_short_dates_and_months_do_not_break(tie: str, language: str):
    shown = [
        formats.short_date(DAY, language=language),
        formats.month_and_year(DAY, language=language),
    ]
    assert [" " in words for words in shown] == [False, False]
    assert all(tie in words for words in shown)


def test_a_number_and_its_unit_stay_on_one_line(tie: str):
    assert formats.every(Rhythm("week", 4)) == f"every 4{tie}weeks"


def test_amounts_and_their_currency_stay_on_one_line(tie: str):
    shown = [
        formats.money(102400, "EUR", display=display, language=language)
        for display in ("symbol", "code")
        for language in ("en", "de", "fr", "nl", "sv")
    ]
    assert not [words for words in shown if " " in words]


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "3 Dec 2026"), ("en-us", "Dec 3, 2026"), ("de", "3. Dez. 2026")]
)
def test_short_date_names_month_and_year(language: str, shown: str):
    assert formats.short_date(DAY, language=language) == shown


@pytest.mark.parametrize(
    ("interval", "count", "shown"),
    [
        ("week", 4, "every 4 weeks"),
        ("month", 1, "every month"),
        ("year", 1, "every year"),
        ("day", 10, "every 10 days"),
        ("fortnight", 1, "regularly"),
    ],
)
def test_every_says_how_often(interval: str, count: int, shown: str):
    assert formats.every(Rhythm(interval, count)) == shown


def test_unknown_language_reads_as_english():
    assert formats.money(2400, "EUR", language="tlh-x-moon") == "€24.00"


def test_language_in_use_is_the_one_without_being_named():
    with translation.override("de"):
        assert plain(formats.money(2400, "EUR")) == "24,00 €"


def test_address_puts_the_code_before_a_european_place():
    parts = {"name": "Sam Keller", "line1": "Lindenstraße 14", "postal_code": "10969"}
    lines = formats.address({**parts, "city": "Berlin", "country": "de"}, language="en")
    assert lines == "Sam Keller\nLindenstraße 14\n10969 Berlin\nGermany"


def test_address_puts_the_code_after_an_american_place():
    parts = {"city": "Portland", "state": "OR", "postal_code": "97201", "country": "US"}
    assert formats.address(parts, language="en") == "Portland OR 97201\nUnited States"


def test_address_of_nothing_is_empty():
    assert formats.address({}) == ""
