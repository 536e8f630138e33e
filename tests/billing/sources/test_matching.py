from __future__ import annotations

from datetime import UTC, datetime

import pytest

from accounts.models import Customer, CustomerAccount
from billing.models import Product
from billing.sources.matching import Products, create_customers, customers_of
from billing.sources.records import OrderLineRecord, OrderRecord
from portals.models import Shop

NOW = datetime(2026, 2, 1, tzinfo=UTC)
ADA = "ada@example.com"


def customer(shop: Shop, external_id: str, **fields: object) -> Customer:
    values = {"source": "stripe", "email": ADA, **fields}
    return Customer.objects.create(shop=shop, external_id=external_id, **values)


def order(*lines: OrderLineRecord, name: str = "") -> OrderRecord:
    return OrderRecord("1", "1", ADA, NOW, "EUR", 0, lines=lines, name=name)


def test_one_customer_with_the_address_is_theirs(shop):
    ada = customer(shop, "cus_1")
    assert customers_of(shop.pk, "csv", ["Ada@Example.com"]).one == {ADA: ada.pk}


def test_two_customers_with_the_address_are_nobodys(shop):
    customer(shop, "cus_1")
    customer(shop, "cus_2")
    match = customers_of(shop.pk, "csv", [ADA])
    assert (match.one, match.shared) == ({}, frozenset([ADA]))


def test_another_shops_customer_is_not_found(shop):
    customer(Shop.objects.create(name="Elsewhere"), "cus_1")
    assert customers_of(shop.pk, "csv", [ADA]).one == {}


def test_a_deleted_customer_does_not_count(shop):
    customer(shop, "cus_1", deleted_at=NOW)
    ada = customer(shop, "cus_2")
    assert customers_of(shop.pk, "csv", [ADA]).one == {ADA: ada.pk}


def test_who_changed_their_address_since_is_still_known(shop):
    ada = customer(shop, ADA, source="csv", email="new@example.com")
    assert customers_of(shop.pk, "csv", [ADA]).one == {ADA: ada.pk}


def test_a_new_customer_takes_the_first_name_given(shop):
    records = [order(), order(name="Ada"), order(name="Ada L.")]
    made = create_customers(shop.pk, "csv", records, now=NOW)
    [ada] = Customer.objects.all()
    assert made == {ADA: ada.pk}
    assert (ada.name, ada.source, ada.external_id, ada.fetched_at) == ("Ada", "csv", ADA, NOW)


def test_no_account_is_made(shop):
    create_customers(shop.pk, "csv", [order()], now=NOW)
    assert not CustomerAccount.objects.exists()


def test_a_customer_made_meanwhile_is_taken(shop):
    ada = customer(shop, ADA, source="csv")
    assert create_customers(shop.pk, "csv", [order()], now=NOW) == {ADA: ada.pk}


@pytest.mark.parametrize(
    "line", [OrderLineRecord("?", sku="tea"), OrderLineRecord("Tea"), OrderLineRecord("?")]
)
def test_products_are_found_by_id_or_name_or_not(shop, line):
    tea = Product.objects.create(shop=shop, source="stripe", external_id="tea", name="Tea")
    known = {("?", "tea"): tea.pk, ("Tea", ""): tea.pk, ("?", ""): None}
    assert Products(shop.pk, [order(line)]).of(line) == known[line.name, line.sku]


def test_two_products_of_one_name_are_none(shop):
    for external_id in ("tea-1", "tea-2"):
        Product.objects.create(shop=shop, source="stripe", external_id=external_id, name="Tea")
    line = OrderLineRecord("Tea")
    assert Products(shop.pk, [order(line)]).of(line) is None


def test_another_shops_product_is_not_found(shop):
    elsewhere = Shop.objects.create(name="Elsewhere")
    Product.objects.create(shop=elsewhere, source="stripe", external_id="tea", name="Tea")
    line = OrderLineRecord("Tea", sku="tea")
    assert Products(shop.pk, [order(line)]).of(line) is None
