from __future__ import annotations

import pytest

from billing.actions.baskets import Quote
from billing.gateway.selling import CostRecord
from portal_blocks.agreement.costs import cost_parts, pay_label
from tests.portal_blocks.cast import viewer


def quote(*, subtotal=5000, discount=0, tax=0, credit=0):
    total = subtotal - discount + tax
    return Quote(CostRecord("EUR", subtotal, discount, tax, total, total - credit), "print")


@pytest.mark.parametrize(
    ("found", "parts"),
    [
        (quote(), []),
        (quote(discount=1000), [("Discount", "-€10.00")]),
        (quote(tax=950), [("Tax", "€9.50")]),
        (quote(credit=500), [("From your credit", "-€5.00")]),
        (quote(subtotal=5500), [("Other amounts", "€5.00")]),
    ],
)
def test_what_lies_between_price_and_charge_is_named(found, parts):
    assert cost_parts(found, 5000, viewer()) == parts


@pytest.mark.parametrize(("credit", "words"), [(0, "Pay €50.00"), (5000, "Get it for free")])
def test_button_says_what_is_charged(credit, words):
    assert pay_label(quote(credit=credit), viewer()) == words
