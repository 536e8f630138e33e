from datetime import UTC, datetime

from billing.gateway.client import api
from billing.gateway.promotion_codes import find_promotion_codes
from tests.billing.buying import sign_up


def test_code_and_its_coupon_in_our_words(stripe, now):
    product = api().products.create({"name": "Tea"}).id
    coupon = api().coupons.create(
        {
            "name": "Spring",
            "percent_off": 12.5,
            "duration": "repeating",
            "duration_in_months": 3,
            "applies_to": {"products": [product]},
        }
    )
    customer, ends = sign_up(), int(now.timestamp()) + 999
    made = api().promotion_codes.create(
        {
            "promotion": {"type": "coupon", "coupon": coupon.id},
            "code": "SPRING",
            "customer": customer,
            "expires_at": ends,
            "restrictions": {"minimum_amount": 900, "minimum_amount_currency": "eur"},
        }
    )
    [found] = find_promotion_codes("SPRING")
    assert (found.external_id, found.coupon_name, found.customer_id) == (
        made.id,
        "Spring",
        customer,
    )
    assert (found.percent_off, found.duration, found.months) == (12.5, "repeating", 3)
    assert (found.minimum, found.minimum_currency) == (900, "EUR")
    assert found.product_ids == frozenset({product})
    assert found.ends_at == datetime.fromtimestamp(ends, UTC)
    assert (found.is_active, found.is_used_up) == (True, False)


def test_code_that_nobody_has_is_none(stripe):
    assert find_promotion_codes("NOPE") == []


def test_of_codes_with_the_same_word_the_one_that_counts_comes_first(stripe):
    coupon = api().coupons.create({"percent_off": 10, "duration": "once"}).id
    for n in range(3):
        code = api().promotion_codes.create(
            {"promotion": {"type": "coupon", "coupon": coupon}, "code": "AGAIN"}
        )
        if n < 2:
            api().promotion_codes.update(code.id, {"active": False})
    found = find_promotion_codes("AGAIN")
    assert [one.is_active for one in found] == [True, False, False]
