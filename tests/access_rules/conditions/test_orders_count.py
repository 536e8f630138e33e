"""How often a customer ordered."""

import pytest

from access_rules.conditions.comparing import Comparison
from access_rules.conditions.orders_count import OrdersCount
from access_rules.subject import signed_out
from tests.access_rules.builders import buyer
from tests.access_rules.conftest import NOW

EXAMPLES = [OrdersCount(comparison, count) for comparison in Comparison for count in (1, 3)]
REFUSED = [
    {"comparison": "at_least", "count": -1},
    {"comparison": "at_least", "count": 1_000_001},
    {"comparison": "at_least", "count": 1.0},
    {"comparison": "", "count": 1},
]


@pytest.mark.parametrize(
    ("count", "expected"),
    [(2, [False, True, False]), (3, [True, True, True]), (4, [True, False, False])],
)
def test_number_of_orders_is_compared(count, expected):
    who = buyer(orders_count=count)
    assert [OrdersCount(comparison, 3).holds_for(who) for comparison in Comparison] == expected


def test_no_order_is_a_number():
    assert OrdersCount(Comparison.EXACTLY, 0).holds_for(buyer()) is True
    assert OrdersCount(Comparison.EXACTLY, 0).fact(buyer()) == "Never ordered."


def test_whoever_is_signed_out_is_not_known():
    assert OrdersCount(Comparison.AT_MOST, 3).holds_for(signed_out(NOW)) is None


def test_sentences_name_the_number():
    who = buyer(orders_count=2, last_order_at=NOW)
    assert OrdersCount(Comparison.AT_LEAST, 3).describe() == "has ordered at least 3 times"
    assert OrdersCount(Comparison.EXACTLY, 1).describe() == "has ordered exactly 1 time"
    assert EXAMPLES[0].fact(who) == "Ordered 2 times, last on 1 March 2026."
