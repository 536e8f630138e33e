from __future__ import annotations

import pytest

from billing.sources.amounts import AmountStyle, currency_code, minor_units
from billing.sources.faults import UnreadableError

ANY, POINT, COMMA = AmountStyle(), AmountStyle("."), AmountStyle(",")


@pytest.mark.parametrize(
    ("text", "currency", "style", "expected"),
    [
        ("29.33", "USD", ANY, 2933),
        ("29,33", "EUR", ANY, 2933),
        ("29", "USD", ANY, 2900),
        ("29.3", "USD", ANY, 2930),
        ("1.234,50", "EUR", ANY, 123450),
        ("1,234.50", "USD", ANY, 123450),
        ("1.234.567", "EUR", ANY, 123456700),
        ("1 234,50", "EUR", COMMA, 123450),
        ("1\u202f234,50", "EUR", COMMA, 123450),
        ("1'234.50", "CHF", POINT, 123450),
        ("1.234", "EUR", COMMA, 123400),
        ("-5.00", "USD", ANY, -500),
        ("$29.33", "USD", ANY, 2933),
        ("-$29.33", "USD", ANY, -2933),
        ("EUR 12,50", "EUR", ANY, 1250),
        ("12,50 €", "EUR", ANY, 1250),
        ("29.3300", "USD", POINT, 2933),
        ("0", "USD", ANY, 0),
    ],
)
def test_amounts_are_read_as_written(text, currency, style, expected):
    assert minor_units(text, currency, style) == expected


@pytest.mark.parametrize(
    ("text", "currency", "expected"),
    [("1500", "JPY", 1500), ("1,500", "JPY", 1500), ("1.5", "KWD", 1500), ("0.500", "KWD", 500)],
)
def test_each_currency_has_its_own_number_of_decimals(text, currency, expected):
    assert minor_units(text, currency, ANY) == expected


@pytest.mark.parametrize(("text", "currency"), [("1.234", "USD"), ("12,500", "KWD")])
def test_an_amount_with_two_readings_is_refused(text, currency):
    with pytest.raises(UnreadableError, match=r"two ways.*decimal = "):
        minor_units(text, currency, ANY)


@pytest.mark.parametrize(("text", "currency"), [("29.335", "USD"), ("15.5", "JPY")])
def test_more_decimals_than_the_currency_has_are_refused(text, currency):
    with pytest.raises(UnreadableError, match=f"more decimals than {currency}"):
        minor_units(text, currency, POINT)


@pytest.mark.parametrize("text", ["abc", "1e5", "NaN", "Infinity", "1,23,456.00", "--5", "5-", "٣"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(UnreadableError, match=r"not an amount"):
        minor_units(text, "USD", ANY)


def test_a_comma_where_a_point_is_said_is_refused():
    with pytest.raises(UnreadableError, match=r"“.” before its decimals"):
        minor_units("29,33", "USD", POINT)


def test_minor_units_are_taken_as_they_are():
    assert minor_units("2933", "USD", AmountStyle(minor=True)) == 2933


def test_a_fraction_of_a_minor_unit_is_refused():
    with pytest.raises(UnreadableError, match=r"whole number of minor units"):
        minor_units("29.33", "USD", AmountStyle(minor=True))


def test_an_amount_the_database_cannot_hold_is_refused():
    with pytest.raises(UnreadableError, match=r"too large"):
        minor_units("9" * 18, "USD", ANY)


def test_a_currency_is_read_in_any_case():
    assert currency_code(" usd ") == "USD"


@pytest.mark.parametrize("text", ["US", "EURO", "ZZZ", "$"])
def test_an_unknown_currency_is_refused(text):
    with pytest.raises(UnreadableError, match=r"ISO 4217"):
        currency_code(text)
