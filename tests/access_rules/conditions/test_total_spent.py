"""How much a customer spent."""

import pytest
from django.utils import translation

from access_rules.conditions.comparing import Comparison
from access_rules.conditions.total_spent import TotalSpent
from access_rules.subject import signed_out
from tests.access_rules.builders import buyer
from tests.access_rules.conftest import NOW

EXAMPLES = [TotalSpent(comparison, 10_000, "EUR") for comparison in Comparison]
EXAMPLES += [TotalSpent(Comparison.EXACTLY, 0, "USD"), TotalSpent(Comparison.AT_LEAST, 1, "JPY")]
REFUSED = [
    {"comparison": "at_least", "amount": amount, "currency": currency}
    for amount, currency in (
        (-1, "EUR"),
        ("1", "EUR"),
        (1, "eur"),
        (1, "EURO"),
        (1, None),
        (1, "E_R"),
    )
]


@pytest.mark.parametrize(
    ("spent", "expected"),
    [(9_999, [False, True, False]), (10_000, [True, True, True]), (10_001, [True, False, False])],
)
def test_amount_is_compared_in_minor_units(spent, expected):
    who = buyer(spent={"EUR": spent, "USD": 9})
    found = [TotalSpent(one, 10_000, "EUR").holds_for(who) for one in Comparison]
    assert found == expected


def test_nothing_spent_in_that_currency_is_an_amount():
    dollars = buyer(spent={"USD": 10_000})
    assert TotalSpent(Comparison.AT_LEAST, 1, "EUR").holds_for(dollars) is False
    assert TotalSpent(Comparison.EXACTLY, 0, "EUR").holds_for(dollars) is True


def test_whoever_is_signed_out_is_not_known():
    assert TotalSpent(Comparison.AT_MOST, 1, "EUR").holds_for(signed_out(NOW)) is None


def test_sentences_write_the_amount_as_people_do():
    yen = buyer(spent={"JPY": 1234})
    assert EXAMPLES[0].describe() == "has spent at least €100.00"
    assert TotalSpent(Comparison.AT_LEAST, 1, "JPY").fact(yen) == "Spent ¥1,234."
    with translation.override("de"):
        assert "100,00" in EXAMPLES[0].describe()
