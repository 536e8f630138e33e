from __future__ import annotations

import pytest

from billing.models import SubscriptionState
from portal_blocks.cards import card_label, card_of, is_running
from tests.portal_blocks.cast import card, subscription


@pytest.mark.parametrize(
    ("brand", "label"),
    [
        ("visa", "Visa ending 4242"),
        ("mastercard", "Mastercard ending 4242"),
        ("amex", "American Express ending 4242"),
        ("diners", "Diners Club ending 4242"),
        ("cartes_bancaires", "Cartes Bancaires ending 4242"),
        ("", "Card ending 4242"),
    ],
)
def test_a_card_is_named_as_on_its_front(brand, label):
    assert card_label(card(brand=brand)) == label


def test_a_subscription_is_paid_by_its_own_card_before_the_main_one():
    main, own = card(), card(pk=2, external_id="pm_2", is_default=False)
    assert card_of(subscription(card_external_id="pm_2"), [main, own]) == own


def test_a_subscription_without_a_card_of_its_own_is_paid_by_the_main_one():
    other, main = card(is_default=False), card(pk=2, external_id="pm_2")
    assert card_of(subscription(), [other, main]) == main


def test_the_main_card_of_one_customer_pays_for_no_other_of_the_same_person():
    elsewhere = card(pk=2, external_id="pm_2", customer_id=2)
    assert card_of(subscription(customer_id=1), [elsewhere]) is None


@pytest.mark.parametrize("cards", [[], [card(is_default=False)]])
def test_without_a_main_card_nothing_is_said_to_pay(cards):
    assert card_of(subscription(), cards) is None


@pytest.mark.parametrize("state", SubscriptionState)
def test_a_subscription_runs_until_it_is_cancelled_or_expired(state):
    over = state in {SubscriptionState.CANCELLED, SubscriptionState.EXPIRED}
    assert is_running(subscription(state)) is not over
