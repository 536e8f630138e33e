from __future__ import annotations

from typing import Any

import pytest

from access_rules.models import NamedRule
from billing.models import CustomerFacts, Price
from cms.rules.errors import Refused
from cms.rules.picks import KINDS, LIMIT, MOST_ASKED, Search, picked
from tests.cms.rules.conftest import club_of, product_of


def labels(told: dict[str, Any]) -> list[str]:
    return [one["label"] for one in told["items"]]


def test_products_are_found_by_a_part_of_their_name(shop, grinder):
    product_of(shop, "Kettle")
    assert labels(picked("products", Search(shop, "rind"))) == ["Grinder"]


def test_what_is_no_longer_sold_comes_last_and_says_so(shop, grinder):
    product_of(shop, "Kettle")
    type(grinder).objects.filter(pk=grinder.pk).update(is_active=False)
    told = picked("products", Search(shop))
    assert [(one["label"], one["hint"]) for one in told["items"]] == [
        ("Kettle", ""),
        ("Grinder", "no longer sold"),
    ]


def test_a_price_says_what_it_costs(shop, grinder, now):
    Price.objects.create(
        shop_id=shop.shop_id,
        product=grinder,
        external_id="price_1",
        nickname="Monthly",
        currency="EUR",
        unit_amount=2400,
        interval="month",
        fetched_at=now,
    )
    [told] = picked("prices", Search(shop, "month"))["items"]
    assert (told["label"], told["hint"]) == ("Grinder (Monthly)", "€24.00 every month")


@pytest.mark.parametrize("kind", ["products", "clubs", "club", "named_rule"])
def test_another_shops_things_are_neither_found_nor_named(other, grinder, gold, shop, kind):
    club_of(shop, "Blue Club")
    own = [one["value"] for one in picked(kind, Search(shop))["items"]]
    assert own
    assert picked(kind, Search(other))["items"] == []
    asked = tuple(map(str, own))
    assert all(one["gone"] for one in picked(kind, Search(other, chosen=asked))["items"])


def test_what_was_chosen_comes_back_in_its_order_with_what_is_gone(shop, grinder):
    kettle = product_of(shop, "Kettle")
    told = picked("products", Search(shop, chosen=(str(kettle.pk), "99", str(grinder.pk), "x")))
    assert [(one["value"], one["gone"]) for one in told["items"]] == [
        (kettle.pk, False),
        (99, True),
        (grinder.pk, False),
        ("x", True),
    ]


def test_long_lists_are_cut_and_say_so(shop):
    for number in range(LIMIT + 1):
        NamedRule.objects.create(shop_id=shop.shop_id, name=f"Rule {number:02}")
    told = picked("named_rule", Search(shop))
    assert (len(told["items"]), told["more"]) == (LIMIT, True)


def test_names_of_attributes_are_those_of_the_shops_customers(shop, other, people):
    CustomerFacts.objects.filter(customer=people["any"]).update(
        attributes={"Size": "M", "age": "4"}
    )
    assert labels(picked("attributes", Search(shop))) == ["Size", "age"]
    assert labels(picked("attributes", Search(shop, "siz"))) == ["Size"]
    assert labels(picked("attributes", Search(other))) == []


def test_tags_are_those_of_the_shops_customers(shop, other, people):
    CustomerFacts.objects.filter(customer=people["any"]).update(tags={"press"})
    type(people["any"]).objects.filter(pk=people["any"].pk).update(tags=["press"])
    assert labels(picked("tags", Search(shop, "pre"))) == ["press"]
    assert labels(picked("tags", Search(other))) == []


def test_a_kind_there_is_not_is_refused(shop):
    with pytest.raises(Refused):
        picked("customers", Search(shop))


def test_too_much_at_once_is_refused(shop):
    with pytest.raises(Refused):
        picked("products", Search(shop, chosen=("1",) * (MOST_ASKED + 1)))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_stands_what_anybody_types(shop, kind):
    for typed in ("'; --", "%", "\x00"[:0] + "ä", "9" * 40, "US-CA"):
        picked(kind, Search(shop, typed))
        picked(kind, Search(shop, chosen=(typed,)))
