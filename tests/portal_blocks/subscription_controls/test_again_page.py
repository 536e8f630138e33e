from __future__ import annotations

import pytest

from billing.gateway.client import api
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
    form = shown["form"]
    assert (form.button, form.pays_with) == ("Pay €24.00", Card.objects.get().external_id)
    assert form.what == {"subscription": ended.row.external_id}


def test_what_is_not_sold_any_more_is_not_begun_again(ended):
    Price.objects.update(is_active=False)
    shown = ended.page("again")
    assert (shown["sentences"], bool(shown["problem"])) == ([], True)


def test_without_a_card_a_new_one_pays(ended):
    Card.objects.all().delete()
    shown = ended.page("again")
    assert shown["sentences"][1] == "You pay €24.00 with a new card now, and then every month."
    assert (shown["form"].pays_with, shown["form"].may_choose) == ("new", False)


def test_without_a_card_nothing_begins_that_costs_nothing_today(ended):
    Card.objects.all().delete()
    api().customers.update(ended.row.customer.external_id, {"balance": -9000})
    shown = ended.page("again")
    assert (shown["sentences"], "Add a card first." in shown["problem"]) == ([], True)


def test_with_stripe_away_it_is_said(ended):
    ended.stripe.fault("down")
    assert "We cannot reach our payment partner" in ended.page("again")["problem"]


def test_what_runs_is_not_begun_again(bought):
    assert bought.page("again") is None


def test_strangers_and_where_it_is_off_find_nothing(ended, people):
    assert ended.page("again", key="sub_cancelled") is None
    assert ended.page("again", on=False) is None
