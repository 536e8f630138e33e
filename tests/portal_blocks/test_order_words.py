from __future__ import annotations

import pytest

from billing.models import Order
from portal_blocks.order_words import name_of, title_of


@pytest.mark.parametrize(
    ("names", "title"),
    [
        ([], ""),
        (["Tea"], "Tea"),
        (["Tea", "Coffee"], "Tea and Coffee"),
        (["Tea", "Coffee", "Mug"], "Tea and 2 more"),
        (["Tea", "Coffee", "Mug", "Jug"], "Tea and 3 more"),
    ],
)
def test_an_order_is_called_by_what_is_in_it(names, title):
    assert title_of(names[:2], len(names)) == title


@pytest.mark.parametrize(("number", "name"), [("KC-7", "Order KC-7"), ("", "Your order")])
def test_an_order_has_a_name_without_a_number_too(number, name):
    assert name_of(Order(number=number)) == name
