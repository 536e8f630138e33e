from datetime import timedelta

import pytest

from billing.gateway.client import api
from billing.mirror.catalogue import (
    check_catalogue,
    drift_of_price,
    drift_of_product,
    mend_catalogue,
)
from billing.mirror.products import refresh_product
from billing.models import Price, Product
from tests.billing.buying import requests, subscribe


@pytest.fixture
def tea(stripe, shop, now):
    """A product with a price, mirrored. Both are Stripe's ids."""
    bought = subscribe()
    refresh_product(bought.product, now=now)
    return bought.product, Price.objects.get().external_id


def _told(steps):
    return [str(drift) for one in steps for drift in one.drifts]


def _sold():
    return Product.objects.get().is_active, Price.objects.get().is_active


def test_what_was_just_written_does_not_differ(tea):
    assert _told(check_catalogue()) == []


def test_what_is_sold_and_not_here_is_told_and_mended(stripe, shop, now):
    product = api().products.create({"name": "Grinder"}).id
    price = api().prices.create({"product": product, "currency": "eur", "unit_amount": 9900}).id
    # The price's row is written with its product's.
    assert _told(check_catalogue()) == [f"product {product} is missing here"]
    list(mend_catalogue(now=now))
    assert Price.objects.get().external_id == price
    assert _told(check_catalogue()) == []


def test_lost_price_of_a_known_product_is_told_and_mended(tea, now):
    Price.objects.all().delete()
    assert _told(mend_catalogue(now=now)) == [f"price {tea[1]} is missing here"]
    assert Price.objects.get().external_id == tea[1]


def test_changed_rows_are_told_and_mended(tea, now):
    Price.objects.update(unit_amount=1)
    Product.objects.update(name="Coffee")
    wanted = [f"product {tea[0]} differs (name)", f"price {tea[1]} differs (unit_amount)"]
    assert _told(check_catalogue()) == wanted
    assert Price.objects.get().unit_amount == 1
    assert _told(mend_catalogue(now=now)) == wanted
    assert (Product.objects.get().name, Price.objects.get().unit_amount) == ("Tea", 2400)


def test_what_was_taken_off_sale_unheard_is_found(tea, now):
    api().prices.update(tea[1], {"active": False})
    api().products.update(tea[0], {"active": False})
    assert len(_told(mend_catalogue(now=now))) == 2
    assert _sold() == (False, False)


def test_what_stripe_does_not_have_is_no_longer_sold(shop, stripe, now):
    product = Product.objects.create(shop=shop, source="stripe", external_id="prod_x", name="X")
    Price.objects.create(
        shop=shop, product=product, external_id="price_x", unit_amount=1, fetched_at=now
    )
    told = _told(mend_catalogue(now=now))
    assert told[0] == "product prod_x is not at Stripe"
    assert _sold() == (False, False)
    assert (drift_of_product("prod_x"), drift_of_price("price_x")) == ([], [])


def test_product_that_was_renamed_is_told(tea):
    api().products.update(tea[0], {"name": "Green tea"})
    (drift,) = drift_of_product(tea[0])
    assert [str(one) for one in drift.differences] == ["name: ours 'Tea', Stripe's 'Green tea'"]


def test_row_written_after_stripe_was_asked_is_the_later_truth(tea, now):
    later = now + timedelta(hours=1)
    Product.objects.update(name="x", fetched_at=later)
    Price.objects.update(nickname="x", fetched_at=later)
    assert _told(check_catalogue()) == []


def test_what_is_listed_is_not_asked_for_again(stripe, tea):
    asked = len(requests(stripe, "GET", "/v1/pr%/%"))
    list(check_catalogue())
    assert len(requests(stripe, "GET", "/v1/pr%/%")) == asked


def test_many_pages_are_read(stripe, shop, now, monkeypatch):
    monkeypatch.setattr("billing.gateway.products.PAGE", 2)
    for number in range(5):
        product = api().products.create({"name": f"Tea {number}"}).id
        api().prices.create({"product": product, "currency": "eur", "unit_amount": 5})
    list(mend_catalogue(now=now))
    assert (Product.objects.count(), Price.objects.count()) == (5, 5)
