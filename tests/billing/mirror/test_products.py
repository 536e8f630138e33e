from dataclasses import replace

from billing.gateway.client import api
from billing.gateway.products import fetch_product
from billing.mirror.products import products_of, refresh_product, store_product
from billing.models import Price, Product
from tests.billing.buying import requests


def _tea():
    return api().products.create({"name": "Tea"}).id


def _price(product, now):
    return Price.objects.create(
        shop=product.shop, product=product, external_id="price_x", unit_amount=1, fetched_at=now
    )


def test_products_are_fetched_once(stripe, shop):
    tea = _tea()
    first, again = products_of(shop, [tea, ""]), products_of(shop, [tea])
    assert first == again == {tea: Product.objects.get()}
    assert len(requests(stripe, "GET", "/v1/products/%")) == 1


def test_product_that_stripe_does_not_know_is_left_out(stripe, shop):
    assert products_of(shop, ["prod_gone"]) == {}


def test_new_name_is_taken_over(stripe, shop, now):
    tea = _tea()
    products_of(shop, [tea])
    api().products.update(tea, {"name": "Green tea"})
    refresh_product(tea, now=now)
    assert Product.objects.get().name == "Green tea"


def test_product_nobody_has_bought_is_written_with_its_prices(stripe, shop, now):
    tea = _tea()
    api().prices.create({"product": tea, "currency": "eur", "unit_amount": 900})
    refresh_product(tea, now=now)
    assert Product.objects.get().prices.get().unit_amount == 900


def test_product_that_was_never_sold_here_and_is_no_longer_is_not_written(stripe, shop, now):
    tea = _tea()
    api().products.update(tea, {"active": False})
    refresh_product(tea, now=now)
    assert not Product.objects.exists()


def test_product_of_nobody_knows_which_shop_waits_until_it_is_bought(stripe, shop, now):
    other = type(shop).objects.create(name="Elsewhere")
    tea = _tea()
    refresh_product(tea, now=now)
    assert not Product.objects.exists()
    assert products_of(other, [tea])[tea].shop == other


def test_deleted_product_is_no_longer_sold(stripe, shop, now):
    tea = _tea()
    products_of(shop, [tea])
    product = Product.objects.get()
    _price(product, now)
    api().products.delete(tea)
    refresh_product(tea, now=now)
    product.refresh_from_db()
    assert (product.is_active, product.prices.get().is_active) == (False, False)


def test_older_answer_does_not_overwrite_a_newer_one(stripe, shop):
    older = fetch_product(_tea())
    newer = replace(fetch_product(older.external_id), name="Green tea")
    store_product(shop, newer)
    assert store_product(shop, older).name == "Green tea"
