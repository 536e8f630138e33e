from __future__ import annotations

from dataclasses import replace

import pytest

from billing.orders import upsert_orders
from billing.sources.finding import OrderNames, find_orders
from portals.models import Shop
from tests.billing.test_orders import NOW, ORDER

pytestmark = pytest.mark.django_db


def take(shop, source, *ids, number="7"):
    records = [replace(ORDER, external_id=name, number=number) for name in ids]
    upsert_orders(shop, source, records, now=NOW)
    return [shop.orders.get(source=source, external_id=name).pk for name in ids]


def find(shop, number="", external_id=""):
    return find_orders(shop.pk, [OrderNames(number, external_id)])[0]


def test_an_order_is_found_by_number_and_by_id(shop):
    [pk] = take(shop, "webshop", "A-1", number="Ab1")
    assert find(shop, "aB1") == find(shop, external_id="A-1") == find(shop, "AB1", "A-1") == [pk]


def test_a_number_beyond_ascii_is_found_as_it_is_written(shop):
    [pk] = take(shop, "webshop", "A-1", number="Ü1a")
    assert find(shop, "Ü1a") == find(shop, "Ü1A") == [pk]


def test_an_id_is_found_in_whatever_system(shop):
    found = [*take(shop, "till", "A-1"), *take(shop, "webshop", "A-1"), *take(shop, "zoo", "A-1")]
    assert find(shop, external_id="A-1") == sorted(found)


def test_a_number_of_several_orders_finds_all_and_the_id_tells_them_apart(shop):
    first, second = take(shop, "webshop", "A-1", "A-2", number="7")
    assert find(shop, "7") == [first, second]
    assert find(shop, "7", "A-2") == [second]


def test_number_and_id_of_different_orders_find_nothing(shop):
    take(shop, "webshop", "A-1", number="7")
    take(shop, "webshop", "A-2", number="8")
    assert find(shop, "7", "A-2") == []


def test_orders_of_another_shop_are_not_found(shop):
    take(Shop.objects.create(name="Elsewhere"), "webshop", "A-1", number="7")
    assert find(shop, "7") == find(shop, external_id="A-1") == find(shop) == []


@pytest.mark.parametrize("count", [1, 300])
def test_many_names_need_as_many_queries_as_one(shop, django_assert_num_queries, count):
    take(shop, "webshop", "A-1", number="7")
    with django_assert_num_queries(4):
        find_orders(shop.pk, [OrderNames(str(n), str(n)) for n in range(count)])
