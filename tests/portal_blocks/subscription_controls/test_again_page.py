from __future__ import annotations

import pytest

from billing.models import Card, Price, Subscription


@pytest.fixture
def ended(bought):
    """The same subscription, over; what it was for is still sold."""
    Subscription.objects.update(state="cancelled")
    return bought


def test_what_it_costs_is_said_before_the_button(ended):
    shown = ended.page("again")
    assert shown["sentences"] == [
        "A new subscription begins today.",
        "We charge €24.00 to Visa ending 4242 now, and then every month.",
    ]
    assert (shown["button"], shown["card"]) == ("Pay €24.00", Card.objects.get().external_id)
    assert shown["agreed"]


def test_what_is_not_sold_any_more_is_not_begun_again(ended):
    Price.objects.update(is_active=False)
    shown = ended.page("again")
    assert (shown["sentences"], bool(shown["problem"])) == ([], True)


def test_without_a_card_one_has_to_be_added_first(ended):
    Card.objects.all().delete()
    assert ended.page("again")["problem"] == "There is no card to charge. Add a card first."


def test_with_stripe_away_it_is_said(ended):
    ended.stripe.fault("down")
    assert "We cannot reach our payment partner" in ended.page("again")["problem"]


def test_what_runs_is_not_begun_again(bought):
    assert bought.page("again") is None


def test_strangers_and_where_it_is_off_find_nothing(ended, people):
    assert ended.page("again", key="sub_cancelled") is None
    assert ended.page("again", on=False) is None
