"""Promotion codes: who may redeem them, and until when."""

import pytest
import stripe

from tests.local_stripe.cast import DAY


@pytest.fixture
def code(api):
    """Makes a code for a quarter off."""

    def make(**more):
        coupon = api.coupons.create({"percent_off": 25, "duration": "forever"})
        promotion = {"type": "coupon", "coupon": coupon.id}
        return api.promotion_codes.create({"code": "SPRING", "promotion": promotion, **more})

    return make


def _use(shop, code, customer=None):
    return shop.subscribe(customer, discounts=[{"promotion_code": code.id}])


def test_code_gives_its_coupon(api, shop, code):
    made = code()
    subscription = shop.subscribe(
        discounts=[{"promotion_code": made.id}], expand=["discounts", "latest_invoice"]
    )
    assert subscription.latest_invoice.total == 1500
    assert subscription.discounts[0].promotion_code == made.id
    assert api.promotion_codes.retrieve(made.id).times_redeemed == 1


def test_codes_are_found_by_their_word(api, code):
    made = code()
    api.promotion_codes.update(made.id, {"metadata": {"why": "spring"}})
    assert api.promotion_codes.list({"code": "SPRING"}).data[0].metadata["why"] == "spring"
    assert api.promotion_codes.list({"coupon": made.promotion.coupon}).data[0].id == made.id
    assert api.promotion_codes.list({"active": False}).data == []


@pytest.mark.parametrize(("word", "found"), [("spring", 1), ("SpRiNg", 1), ("sprin", 0)])
def test_capitals_of_a_word_do_not_matter(api, code, word, found):
    code()
    assert len(api.promotion_codes.list({"code": word}).data) == found


def test_word_of_an_active_code_is_taken(code):
    code()
    with pytest.raises(stripe.InvalidRequestError, match="already exists"):
        code(code="spring")


def test_used_up_code_is_refused(api, shop, code):
    made = code(max_redemptions=1)
    _use(shop, made)
    assert not api.promotion_codes.retrieve(made.id).active
    with pytest.raises(stripe.InvalidRequestError, match="expired"):
        _use(shop, made)


def test_expired_code_is_refused(local, api, shop, code):
    made = code(expires_at=local.stripe.now + DAY)
    local.advance(2 * DAY)
    assert api.promotion_codes.list({"active": True}).data == []
    with pytest.raises(stripe.InvalidRequestError, match="expired"):
        _use(shop, made)


def test_code_of_one_customer_is_for_nobody_else(shop, code):
    owner = shop.customer()
    made = code(customer=owner.id)
    with pytest.raises(stripe.InvalidRequestError, match="by this customer"):
        _use(shop, made)
    assert _use(shop, made, owner).discounts


def test_code_for_a_first_purchase_is_for_new_customers(shop, code):
    made = code(restrictions={"first_time_transaction": True})
    customer = shop.customer()
    _use(shop, made, customer)
    with pytest.raises(stripe.InvalidRequestError, match="prior transactions"):
        _use(shop, made, customer)


def test_code_may_ask_for_an_amount(shop, code):
    limits = {"minimum_amount": 2001, "minimum_amount_currency": "usd"}
    with pytest.raises(stripe.InvalidRequestError, match="larger amount"):
        _use(shop, code(restrictions=limits))


def test_code_that_is_switched_off_is_refused(api, shop, code):
    made = code()
    api.promotion_codes.update(made.id, {"active": False})
    with pytest.raises(stripe.InvalidRequestError, match="not active"):
        _use(shop, made)
