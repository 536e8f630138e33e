from __future__ import annotations

import re

import pytest

from cms.demo.panel.views import SPANS
from cms.demo.people import EMAILS
from local_stripe.engine.cards import CARDS
from tests.docs.reading import HOW_TO, guide, table

TEXT = guide("watch-a-month-pass")
README = (HOW_TO.parents[1] / "README.md").read_text("utf-8")
BY_NUMBER = {card.number: card for card in CARDS.values()}
BANK = {row[0].replace(" ", ""): row[1] for row in table(TEXT, "Card number")}


def test_the_buttons_in_the_text_are_those_there_are():
    assert all(f"*{words}*" in TEXT for words in SPANS.values())


def test_people_in_the_text_are_the_demos():
    customers = set(re.findall(r"[\w-]+@example\.com", TEXT))
    assert customers <= set(EMAILS)


@pytest.mark.parametrize("number", BANK)
def test_a_bank_does_what_the_text_says(number):
    card, said = BY_NUMBER[number], BANK[number]
    assert ("decline" in said) is (card.charge is not None)
    assert ("ask" in said) is (card.authentication != "never")
    assert ("at every payment" in said) is (card.authentication == "always")
    assert ("can be saved" in said) is (card.charge is not None and card.attach is None)


def test_the_cards_in_the_readme_are_in_the_text():
    numbers = re.findall(r"\d{4} \d{4} \d{4} \d{4}", README)
    assert len(numbers) == 3
    assert {number.replace(" ", "") for number in numbers} <= BANK.keys()
