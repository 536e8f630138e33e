from dataclasses import replace

import pytest

from billing.gateway.client import api
from billing.gateway.products import fetch_price
from billing.mirror.prices import refresh_price, store_price
from billing.mirror.products import products_of, refresh_product
from billing.models import Price
from billing.queries import prices_of_shop
from portals.models import Shop


@pytest.fixture
def tea(stripe, shop):
    """A product of the shop, without prices."""
    name = api().products.create({"name": "Tea"}).id
    return products_of(shop, [name])[name]


def _made(product, **params):
    wanted = {"product": product.external_id, "currency": "eur", "unit_amount": 900, **params}
    return api().prices.create(wanted).id


def test_price_in_our_words(tea, now):
    name = _made(tea, nickname="Yearly", recurring={"interval": "year", "interval_count": 2})
    refresh_price(name, now=now)
    price = Price.objects.get()
    assert (price.product, price.shop, price.external_id) == (tea, tea.shop, name)
    assert (price.nickname, price.currency, price.unit_amount) == ("Yearly", "EUR", 900)
    assert (price.interval, price.interval_count, price.is_recurring) == ("year", 2, True)


def test_price_that_is_paid_once_has_no_interval(tea, now):
    refresh_price(_made(tea), now=now)
    assert not Price.objects.get().is_recurring


def test_price_taken_off_sale_is_no_longer_offered(tea, now):
    name = _made(tea)
    refresh_price(name, now=now)
    offered = prices_of_shop(tea.shop_id)
    api().prices.update(name, {"active": False})
    refresh_price(name, now=now)
    assert [one.external_id for one in offered] == [name]
    assert prices_of_shop(tea.shop_id) == []


def test_price_that_stripe_does_not_know_is_no_longer_sold(tea, now):
    row = Price(shop=tea.shop, product=tea, external_id="price_x", unit_amount=1, fetched_at=now)
    row.save()
    refresh_price("price_x", now=now)
    row.refresh_from_db()
    assert not row.is_active


def test_price_no_longer_sold_when_it_comes_to_be_known_is_not_kept(tea, now):
    name = _made(tea, active=False)
    refresh_price(name, now=now)
    assert not Price.objects.exists()


def test_price_that_no_figure_says_is_not_kept(tea, now):
    store_price(tea, replace(fetch_price(_made(tea)), unit_amount=None))
    assert not Price.objects.exists()


def test_price_below_the_minor_unit_is_no_figure(tea):
    fields = {"product": tea.external_id, "currency": "eur", "unit_amount_decimal": "0.5"}
    assert fetch_price(api().prices.create(fields).id).unit_amount is None


def test_older_answer_does_not_overwrite_a_newer_one(tea):
    older = fetch_price(_made(tea))
    newer = replace(fetch_price(older.external_id), nickname="Newer")
    store_price(tea, newer)
    store_price(tea, older)
    assert Price.objects.get().nickname == "Newer"


def test_price_of_an_unknown_product_comes_with_it(stripe, shop, now):
    product = api().products.create({"name": "Tea"}).id
    price = api().prices.create({"product": product, "currency": "eur", "unit_amount": 5}).id
    refresh_price(price, now=now)
    assert not Price.objects.exists()
    refresh_product(product, now=now)
    assert Price.objects.get().external_id == price


def test_price_is_kept_in_every_shop_that_has_the_product(tea, now):
    other = Shop.objects.create(name="Elsewhere")
    products_of(other, [tea.external_id])
    refresh_price(_made(tea), now=now)
    assert {one.shop for one in Price.objects.all()} == {tea.shop, other}


def test_prices_of_other_shops_and_of_products_off_sale_are_not_offered(tea, now):
    refresh_price(_made(tea), now=now)
    other = Shop.objects.create(name="Elsewhere")
    assert prices_of_shop(other.pk) == []
    type(tea).objects.update(is_active=False)
    assert prices_of_shop(tea.shop_id) == []
