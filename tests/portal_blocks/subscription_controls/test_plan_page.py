from __future__ import annotations

import re

import pytest

from billing.models import Price, Subscription
from portals.models import Shop
from tests.billing.actions.shelf import shelve


@pytest.fixture
def crate(bought):
    """The same product for more, EUR 48.00 a month."""
    price = shelve(Shop.objects.get(), amount=4800, interval="month", name="Crate")
    Price.objects.filter(pk=price.pk).update(product=bought.row.products.get())
    return Price.objects.get(pk=price.pk)


def chosen(bought, price, quantity=1):
    item = bought.row.items[0]["id"]
    return {"item": item, "price": price.external_id, "quantity": str(quantity)}


def test_what_there_is_and_what_one_has_can_be_chosen(bought, crate):
    [choice] = bought.page("plan")["choices"]
    words = [words for _price, words in choice["prices"]]
    assert words == ["€24.00 every month", "€48.00 every month"]
    assert choice["quantities"] == [1, 2, 3]


def test_the_cost_is_stripes_and_said_before_the_button(bought, crate):
    cost = bought.page("plan", **chosen(bought, crate))["cost"]
    due = re.match(r"We charge (€2[34]\.\d\d) to Visa ending 4242 today\.", cost.sentences[0])[1]
    assert cost.button == f"Pay {due} and change"
    assert cost.sentences[1].startswith("Your next charge is €48.00 on ")
    words = [words.partition(",")[0] for words, _amount in cost.lines]
    assert words == ["What you paid for and do not use", "What you get instead"]


def test_a_cheaper_plan_says_what_is_credited(bought):
    small = shelve(Shop.objects.get(), amount=600, interval="month", name="Sachet")
    Price.objects.filter(pk=small.pk).update(product=bought.row.products.get())
    cost = bought.page("plan", **chosen(bought, small))["cost"]
    assert cost.sentences[0] == "Nothing is charged today."
    assert re.match(r"€1[78]\.\d\d of what you have paid is left over\.", cost.sentences[1])
    assert cost.button == "Change now"


def test_more_of_it_is_told_by_its_number(bought, crate):
    cost = bought.page("plan", **chosen(bought, crate, 2))["cost"]
    assert cost.new_plan == "2 \N{MULTIPLICATION SIGN} Tea"
    assert cost.new_price == "€96.00 every month"


@pytest.mark.parametrize("quantity", [4, 0])
def test_more_than_the_merchant_allows_is_not_shown(bought, crate, quantity):
    shown = bought.page("plan", **chosen(bought, crate, quantity))
    assert (shown["cost"], bool(shown["problem"])) == (None, True)


def test_another_product_is_no_choice_unless_the_merchant_says_so(bought):
    mug = shelve(Shop.objects.get(), interval="month", name="Mug")
    shown = bought.page("plan", **chosen(bought, mug))
    assert shown["problem"] == "This is not sold any more. Choose something else."


def test_with_stripe_away_it_is_said_and_can_be_tried_again(bought, crate):
    bought.stripe.fault("down")
    shown = bought.page("plan", **chosen(bought, crate))
    assert "We cannot reach our payment partner" in shown["problem"]
    assert shown["choices"]


def test_why_it_cannot_be_changed_is_said(bought, crate):
    Subscription.objects.update(state="past_due")
    shown = bought.page("plan")
    assert (shown["choices"], shown["problem"][:24]) == ([], "Its last payment failed.")


def test_strangers_and_where_it_is_off_find_nothing(bought, people):
    assert bought.page("plan", key="sub_active") is None
    assert bought.page("plan", on=False) is None
