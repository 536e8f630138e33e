"""Products, prices and coupons."""

import pytest
import stripe


def test_product_and_price_are_created_updated_and_listed(api, shop):
    price = shop.price(lookup_key="coffee")
    api.products.update(shop.product.id, {"description": "Beans"})
    api.prices.update(price.id, {"nickname": "Monthly"})
    found = api.prices.list({"lookup_keys": ["coffee"], "expand": ["data.product"]}).data[0]
    assert (found.nickname, found.product.description) == ("Monthly", "Beans")


def test_inactive_products_are_left_out_of_the_active_ones(api, shop):
    api.products.update(shop.product.id, {"active": False})
    assert api.products.list({"active": True}).data == []
    assert len(api.products.list({"active": False}).data) == 1


def test_price_needs_an_amount(api, shop):
    with pytest.raises(stripe.InvalidRequestError, match="unit_amount"):
        api.prices.create({"product": shop.product.id, "currency": "usd"})


def test_name_of_a_product_cannot_be_cleared_but_its_images_can(api, shop):
    api.products.update(shop.product.id, {"images": ["http://x.test/a.png"]})
    assert api.products.update(shop.product.id, {"images": ""}).images == []
    with pytest.raises(stripe.InvalidRequestError) as caught:
        api.products.update(shop.product.id, {"name": ""})
    assert caught.value.code == "parameter_invalid_empty"


def test_id_that_is_taken_is_refused(api, shop):
    with pytest.raises(stripe.InvalidRequestError) as caught:
        api.coupons.create({"id": shop.product.id, "percent_off": 5})
    assert caught.value.code == "resource_already_exists"


def test_coupon_takes_its_part_off_every_invoice_while_it_lasts(api, shop, local):
    coupon = api.coupons.create(
        {"percent_off": 25, "duration": "repeating", "duration_in_months": 2}
    )
    subscription = shop.subscribe(discounts=[{"coupon": coupon.id}])
    local.advance(95 * 86400)
    totals = [invoice.total for invoice in shop.invoices(subscription.id)]
    assert totals == [2000, 2000, 1500, 1500]


def test_coupon_for_once_is_gone_after_one_invoice(api, shop, local):
    coupon = api.coupons.create({"amount_off": 500, "currency": "usd", "duration": "once"})
    subscription = shop.subscribe(discounts=[{"coupon": coupon.id}])
    local.advance(32 * 86400)
    assert [one.total for one in shop.invoices(subscription.id)] == [2000, 1500]
