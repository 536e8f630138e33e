from __future__ import annotations

import pytest
from django.utils import timezone

from billing.actions.plans import ItemChange, plan_prices
from billing.models import Price, Product, Subscription
from portal_blocks.subscription_controls.choices import (
    choices_of,
    price_choices,
    quantities_of,
    rhythms_of,
)
from tests.portal_blocks.cast import subscription


def price(name, product, weeks, amount):
    return Price(
        external_id=name,
        product=Product(pk=product),
        unit_amount=amount,
        interval="week",
        interval_count=weeks,
    )


SOLD = [
    price("c2", 1, 2, 1300),
    price("c4", 1, 4, 2500),
    price("c8", 1, 8, 4400),
    price("m4", 2, 4, 400),
    price("m8", 2, 8, 1000),
]
COFFEE = subscription(
    interval="week",
    interval_count=4,
    amount=3300,
    items=[
        {"id": "si_1", "price": "c4", "product": 1, "quantity": 1, "name": "Coffee"},
        {"id": "si_2", "price": "m4", "product": 2, "quantity": 2, "name": "Milk"},
    ],
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
    [choices] = choices_of(subscription, value, plan_prices(subscription))
    return [price.external_id for price in choices.prices], choices.quantities


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


def test_where_how_many_is_a_control_of_its_own_a_plan_leaves_it():
    tea = subscription(items=[{"id": "si_1", "price": "p", "product": 1, "quantity": 2}])
    [choices] = choices_of(tea, {"allow_quantity": True, "most": 9}, [])
    assert choices.quantities == [2]


@pytest.mark.parametrize(("most", "found"), [(1, [1]), (3, [1, 2, 3]), (500, [*range(1, 100)])])
def test_there_may_be_so_many_as_the_merchant_says(most, found):
    assert quantities_of({"quantity": 1}, {"most": most}) == found


def test_it_may_come_as_often_as_all_that_is_in_it():
    rhythms = rhythms_of(COFFEE, {}, SOLD)
    assert [(one.key, one.amount) for one in rhythms] == [("week-4", 3300), ("week-8", 6400)]
    assert [one.is_current for one in rhythms] == [True, False]


def test_another_rhythm_changes_all_of_it_and_leaves_how_many():
    [_now, slower] = rhythms_of(COFFEE, {}, SOLD)
    assert slower.changes == (ItemChange("si_1", "c8", 1), ItemChange("si_2", "m8", 2))


def test_a_rhythm_costs_what_the_merchant_chose_for_it():
    dear = price("c8-dear", 1, 8, 9000)
    rhythms = rhythms_of(COFFEE, {"plan_prices": ["c8-dear"]}, [*SOLD, dear])
    assert [one.amount for one in rhythms] == [3300, 11000]


def test_what_has_nothing_in_it_has_no_rhythm():
    assert rhythms_of(subscription(items=[{"name": "Tea"}]), {}, SOLD) == []


def test_staff_choose_among_what_is_sold_by_subscription(prices):
    [(shop, found)] = price_choices()
    assert shop == "Greenhouse"
    assert ("yearly", "Membership: £120.00 every year") in found
    assert "once" not in dict(found)
