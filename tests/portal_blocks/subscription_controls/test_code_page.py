from __future__ import annotations

import pytest

from billing.gateway.client import api


def offer(**coupon):
    made = api().coupons.create({"percent_off": 25, **coupon})
    api().promotion_codes.create(
        {"promotion": {"type": "coupon", "coupon": made.id}, "code": "SPRING"}
    )


def test_nothing_is_asked_before_something_is_typed(bought):
    bought.stripe.fault("down")
    shown = bought.page("code")
    assert (shown["typed"], shown["sentences"], shown["problem"]) == ("", [], "")


@pytest.mark.parametrize(
    ("coupon", "lasts"),
    [
        ({"duration": "once"}, "It counts for one charge."),
        ({"duration": "forever"}, "It counts for every charge from then on."),
        ({"duration": "repeating", "duration_in_months": 2}, "It counts for 2 months."),
        ({"duration": "repeating", "duration_in_months": 3}, "It counts for 3 months."),
    ],
)
def test_what_it_takes_off_and_how_long_is_said_before_the_button(bought, coupon, lasts):
    offer(**coupon)
    first, second, _third = bought.page("code", code="SPRING")["sentences"]
    assert first.startswith("It takes €6.00 off your next charge, which is then €18.00 on ")
    assert second == lasts


def test_a_code_that_is_none_stays_to_be_mended(bought):
    shown = bought.page("code", code=" SPRNIG ")
    assert shown["problem"] == "We do not know this code. Check how it is written."
    assert (shown["typed"], shown["sentences"]) == ("SPRNIG", [])


def test_strangers_and_where_it_is_off_find_nothing(bought, people):
    assert bought.page("code", key="sub_active") is None
    assert bought.page("code", on=False) is None
