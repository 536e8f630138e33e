from __future__ import annotations

import pytest

from access_rules.models import NamedRule
from billing.models import Price, Product
from cms.coverage.checks.things import things_named
from portals.models import Club, Shop
from portals.registry import portals_changed
from tests.cms.coverage.conftest import codes, rule


@pytest.fixture
def grinder(shop) -> Product:
    fields = {"source": "stripe", "external_id": "prod_grinder", "name": "Grinder"}
    return Product.objects.create(shop_id=shop.shop_id, **fields)


def bought(product: Product) -> dict[str, object]:
    return {"condition": "bought_product", "products": [product.pk]}


def test_what_is_sold_is_no_finding(find, below, grinder):
    below("perks", rule=rule(bought(grinder)))
    assert find(things_named) == []


def test_a_product_no_longer_sold_is_named(find, below, grinder):
    below("perks", rule=rule(bought(grinder)))
    Product.objects.update(is_active=False)
    [found] = find(things_named)
    assert (found.code, found.is_error) == ("product_not_sold", False)
    assert "“Grinder” is no longer sold" in found.message
    assert found.place == "rule.all[0].products"


def test_a_plan_is_no_longer_sold_with_its_product(find, below, grinder, now):
    fields = {"currency": "EUR", "unit_amount": 1, "fetched_at": now, "external_id": "price_1"}
    price = Price.objects.create(shop_id=grinder.shop_id, product=grinder, **fields)
    below("perks", rule=rule({"condition": "has_plan", "when": "now", "plans": [price.pk]}))
    Product.objects.update(is_active=False)
    assert codes(find(things_named)) == ["plan_not_sold"]


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ({"condition": "bought_product", "products": [999]}, "product_gone"),
        ({"condition": "has_plan", "when": "now", "plans": [999]}, "plan_gone"),
        ({"condition": "member_for", "days": 3, "club": 999}, "club_gone"),
    ],
)
def test_what_is_gone_is_a_warning(find, below, condition, code):
    below("perks", rule=rule(condition))
    [found] = find(things_named)
    assert (found.code, found.is_error) == (code, False)


def test_what_is_another_shops_is_an_error(find, below):
    club = Club.objects.create(shop=Shop.objects.create(name="Elsewhere"), name="Theirs")
    below("perks", rule=rule({"condition": "member_for", "days": 3, "club": club.pk}))
    [found] = find(things_named)
    assert (found.code, found.is_error) == ("another_shops", True)


def test_what_a_named_rule_names_is_found_where_it_is_used(find, below, grinder):
    gold = NamedRule.objects.create(
        shop_id=grinder.shop_id, name="Gold", rule=rule(bought(grinder))
    )
    portals_changed()
    below("perks", rule=rule({"condition": "named_rule", "rule": str(gold.pk)}))
    Product.objects.update(is_active=False)
    [found] = find(things_named)
    assert (found.code, found.place) == ("product_not_sold", "rule.all[0].products")
