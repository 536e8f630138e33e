from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from billing.savings import Saved
from portal_blocks.saved_amounts.block import SavedAmountsBlock
from tests.portal_blocks.cast import NOW, Owned, shown
from tests.portal_blocks.cast import viewer as someone


def html(*saved):
    who = replace(someone(), data=Owned([], [], savings=list(saved)))
    return shown(SavedAmountsBlock(), {"heading": "Saved"}, who)


def saved(currency="EUR", total=500, by_subscribing=0, days=10):
    return Saved(currency, total, by_subscribing, 1, NOW - timedelta(days=days))


def test_nothing_known_is_nothing_shown():
    assert html().strip() == ""


def test_each_currency_has_its_own_sum():
    words = html(saved(total=500), saved("JPY", total=1_234_567, days=40))
    assert "€5.00" in words
    assert "¥1,234,567" in words
    assert "Tuesday 13 October" in words


def test_where_it_comes_from_is_told_apart():
    words = html(saved(total=500, by_subscribing=300))
    assert "€3.00" in words
    assert "€2.00" in words
