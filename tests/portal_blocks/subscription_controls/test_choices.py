from __future__ import annotations

import pytest
from django.utils import timezone

from billing.actions.plans import ItemChange
from billing.models import Price, Product, Subscription
from portal_blocks.subscription_controls.choices import (
    change_of,
    choices_of,
    is_allowed,
    price_choices,
)


@pytest.fixture
def prices(people):
    """Three ways to pay for the club, one for a mug, and somebody who pays the first."""
    club = Product.objects.get()
    mug = Product.objects.create(shop=club.shop, source="stripe", external_id="m", name="Mug")
    made = {
        name: Price.objects.create(
            shop=club.shop,
            product=mug if name == "mug" else club,
            external_id=name,
            currency="GBP",
            unit_amount=amount,
            interval=interval,
            fetched_at=timezone.now(),
        )
        for name, amount, interval in (
            ("monthly", 1200, "month"),
            ("yearly", 12000, "year"),
            ("once", 99, ""),
            ("mug", 500, "month"),
        )
    }
    item = {"id": "si_1", "price": "monthly", "product": club.pk, "quantity": 1, "name": "Club"}
    Subscription.objects.filter(external_id="sub_active").update(items=[item])
    return made


def offered(value):
    subscription = Subscription.objects.get(external_id="sub_active")
    [choices] = choices_of(subscription, value)
    return [price.external_id for price in choices.prices], choices.quantities


def allowed(price, quantity, value):
    subscription = Subscription.objects.get(external_id="sub_active")
    return is_allowed(ItemChange("si_1", price, quantity), subscription, value)


def test_where_the_merchant_chose_none_every_price_of_the_product_is_a_choice(prices):
    assert offered({}) == (["monthly", "yearly"], [1])


def test_where_the_merchant_chose_some_those_and_what_one_has_are_choices(prices):
    assert offered({"plan_prices": ["mug"]})[0] == ["monthly", "mug"]


def test_so_many_can_be_chosen_as_the_merchant_says(prices):
    assert offered({"most": 3})[1] == [1, 2, 3]


def test_who_has_more_than_that_keeps_the_choice(prices):
    row = Subscription.objects.get(external_id="sub_active")
    Subscription.objects.filter(pk=row.pk).update(items=[{**row.items[0], "quantity": 5}])
    assert offered({"most": 2})[1] == [1, 2, 5]


@pytest.mark.parametrize(
    ("price", "quantity", "is_one"),
    [("yearly", 1, True), ("yearly", 2, False), ("mug", 1, False), ("once", 1, False)],
)
def test_what_is_not_a_choice_is_not_allowed(prices, price, quantity, is_one):
    assert allowed(price, quantity, {}) is is_one


def test_what_the_merchant_took_away_is_not_allowed(prices):
    assert allowed("mug", 1, {"plan_prices": ["mug"]})
    assert not allowed("yearly", 1, {"plan_prices": ["mug"]})


@pytest.mark.parametrize(
    "form", [{}, {"item": "si_1"}, {"item": "si_1", "price": "p", "quantity": "many"}]
)
def test_a_form_that_asks_for_nothing_is_no_change(form):
    assert change_of(form) is None


def test_staff_choose_among_what_is_sold_by_subscription(prices):
    [(shop, found)] = price_choices()
    assert shop == "Greenhouse"
    assert ("yearly", "Membership: £120.00 every year") in found
    assert "once" not in dict(found)
