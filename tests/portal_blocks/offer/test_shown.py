from __future__ import annotations

import pytest

from portal_blocks.offer.shown import most_of, offer_shown, quantity_of
from tests.portal_blocks.cast import PLACE, viewer


@pytest.mark.parametrize(
    ("text", "quantity"),
    [("2", 2), ("9", 5), ("0", 1), ("", 1), ("-3", 1), ("1e3", 1), ("99999999999", 1)],
)
def test_number_from_outside_is_kept_within_bounds(text, quantity):
    assert quantity_of(text, {"most": 5}) == quantity


@pytest.mark.parametrize("value", [{"most": 5, "once": True}, {"most": None}, {}])
def test_one_is_the_most_where_nothing_else_is_said(value):
    assert most_of(value) == 1


def test_merchants_words_stand_in_for_the_products():
    shown = offer_shown({"price": "sample", "title": "Mill", "button": "Get it"}, viewer(), PLACE)
    assert (shown.title, shown.button, shown.price) == ("Mill", "Get it", "€89.00")


def test_price_is_written_as_the_portal_writes_prices():
    shown = offer_shown({"price": "sample"}, viewer(currency_display="code"), PLACE)
    assert shown.price == "EUR\N{NO-BREAK SPACE}89.00"
