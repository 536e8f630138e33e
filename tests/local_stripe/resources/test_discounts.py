"""Discounts of a subscription: stacked, replaced, taken away and run out."""

import pytest
import stripe

from tests.local_stripe.cast import DAY


def _coupon(api, **more):
    return {"coupon": api.coupons.create({"percent_off": 50, "duration": "forever", **more}).id}


def _removed(api):
    return len(api.events.list({"type": "customer.discount.deleted"}).data)


def test_discounts_stack_in_their_order(api, shop):
    fixed = api.coupons.create({"amount_off": 500, "currency": "usd", "duration": "forever"})
    subscription = shop.subscribe(discounts=[_coupon(api), {"coupon": fixed.id}])
    assert [one.total for one in shop.invoices(subscription.id)] == [500]


def test_deleted_discount_is_gone_from_the_next_invoice(local, api, shop):
    subscription = shop.subscribe(discounts=[_coupon(api)])
    gone = api.subscriptions.delete_discount(subscription.id)
    assert (gone.deleted, gone.subscription) == (True, subscription.id)
    local.advance(32 * DAY)
    assert [one.total for one in shop.invoices(subscription.id)] == [2000, 1000]
    with pytest.raises(stripe.InvalidRequestError, match="No active discount"):
        api.subscriptions.delete_discount(subscription.id)


def test_discount_that_is_not_named_again_is_gone(api, shop):
    subscription = shop.subscribe(discounts=[_coupon(api), _coupon(api)])
    kept = subscription.discounts[0]
    changed = api.subscriptions.update(subscription.id, {"discounts": [{"discount": kept}]})
    assert changed.discounts == [kept]
    assert _removed(api) == 1


def test_discount_ends_while_the_subscription_is_paused(local, api, shop):
    repeating = _coupon(api, duration="repeating", duration_in_months=1)
    subscription = shop.subscribe(discounts=[repeating])
    api.subscriptions.pause(subscription.id, {"bill_for": {"unused_time_from": {"type": "none"}}})
    local.advance(40 * DAY)
    api.subscriptions.resume(subscription.id)
    assert [one.total for one in shop.invoices(subscription.id)] == [2000, 1000]
    assert _removed(api) == 1


def test_coupon_past_its_date_cannot_be_redeemed(local, api, shop):
    coupon = _coupon(api, redeem_by=local.stripe.now + DAY)
    local.advance(2 * DAY)
    assert not api.coupons.retrieve(coupon["coupon"]).valid
    with pytest.raises(stripe.InvalidRequestError) as caught:
        shop.subscribe(discounts=[coupon])
    assert caught.value.code == "coupon_expired"


def test_coupon_is_redeemed_only_so_often(api, shop):
    coupon = _coupon(api, max_redemptions=1)
    shop.subscribe(discounts=[coupon])
    assert not api.coupons.retrieve(coupon["coupon"]).valid
    with pytest.raises(stripe.InvalidRequestError, match="used up"):
        shop.subscribe(discounts=[coupon])


def test_coupon_in_another_currency_is_refused(api, shop):
    coupon = api.coupons.create({"amount_off": 500, "currency": "eur"})
    with pytest.raises(stripe.InvalidRequestError, match="eur"):
        shop.subscribe(discounts=[{"coupon": coupon.id}])


@pytest.mark.parametrize("applies", [True, False])
def test_coupon_counts_for_its_products_only(api, shop, applies):
    other = api.products.create({"name": "Tea"})
    products = [shop.product.id if applies else other.id]
    coupon = _coupon(api, applies_to={"products": products})
    subscription = shop.subscribe(discounts=[coupon])
    assert shop.invoices(subscription.id)[0].total == (1000 if applies else 2000)


@pytest.mark.parametrize(
    "given", [{"amount_off": 5}, {"percent_off": 5, "duration": "repeating"}, {"redeem_by": 5}]
)
def test_coupon_that_makes_no_sense_is_refused(api, given):
    with pytest.raises(stripe.InvalidRequestError):
        api.coupons.create(given if "amount_off" in given else {"percent_off": 5, **given})
