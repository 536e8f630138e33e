from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from portal_blocks.offer.block import OfferBlock
from portal_blocks.offer.choices import SAMPLE, price_choices, sample_price
from portals.models import Shop
from tests.billing.actions.shelf import shelve


def test_prices_are_told_apart_by_product_amount_and_rhythm(pot):
    box = shelve(pot.shop, amount=2400, interval="month", name="Box")
    assert price_choices() == [
        (
            "Greenhouse",
            [(box.external_id, "Box: €24.00 every month"), (pot.external_id, "Pot: €89.00")],
        )
    ]


def test_prices_of_several_shops_stand_apart(pot):
    other = shelve(Shop.objects.create(name="Elsewhere"), amount=500, currency="jpy", name="Tea")
    assert [group for group, _prices in price_choices()] == ["Elsewhere", "Greenhouse"]
    assert price_choices()[0][1] == [(other.external_id, "Tea: ¥500")]


def test_invented_price_is_no_row():
    assert (sample_price().external_id, sample_price().product.name) == (SAMPLE, "Hand grinder")


def test_only_what_is_sold_can_be_chosen(pot):
    price = OfferBlock().child_blocks["price"]
    assert price.clean(pot.external_id) == pot.external_id
    with pytest.raises(ValidationError):
        price.clean("price_gone")
