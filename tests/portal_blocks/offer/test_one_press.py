from __future__ import annotations

import pytest

from portal_blocks.offer.choices import SAMPLE_SECOND, sample_price
from portal_blocks.offer.one_press import one_press
from tests.portal_blocks.cast import card, viewer


def press(words="", price=None, cards=None):
    who = viewer(cards=[card()] if cards is None else cards)
    return one_press(price or sample_price(), words, who)


def test_button_and_sentence_say_what_it_costs_and_who_pays():
    found = press()
    assert found.button == "Buy for €89.00"
    assert found.sentence == "€89.00 is charged to Visa ending 4242."


def test_subscription_says_what_comes_after():
    found = press(price=sample_price(SAMPLE_SECOND))
    assert found.sentence.endswith("today, then every month until you cancel.")


def test_own_words_stand_beside_the_amount():
    assert press("Get it").button == "Get it · €89.00"


@pytest.mark.parametrize(
    "cards", [[], [card(is_default=False)], [card(exp_year=2026, exp_month=10)]]
)
def test_without_a_good_main_card_there_is_none(cards):
    assert press(cards=cards) is None


def test_of_two_main_cards_the_one_that_pays_is_named():
    cards = [card(pk=2, customer_id=2, last4="1111", external_id="pm_2"), card()]
    assert press(cards=cards).card == "pm_1"


def test_currency_without_cents_is_written_whole():
    yen = sample_price()
    yen.currency, yen.unit_amount = "JPY", 1_234_567
    assert press(price=yen).button == "Buy for ¥1,234,567"
