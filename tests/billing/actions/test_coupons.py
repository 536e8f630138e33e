from datetime import timedelta

import pytest

from billing.actions.apply_coupon import apply_coupon
from billing.actions.coupons import TRIES, NoCoupon, preview_coupon
from billing.actions.settling import settle_all
from billing.gateway.client import api
from billing.mirror.orders import refresh_order_of_invoice
from billing.models import Operation, Subscription
from tests.billing.buying import again, requests, sign_up
from tests.promises import promise


def _row():
    return Subscription.objects.get()


def offer(code="SPRING", *, coupon=None, **params):
    """A promotion code for 20 percent off for ever, unless it is said otherwise."""
    made = api().coupons.create({"percent_off": 20, "duration": "forever", **(coupon or {})})
    wanted = {"promotion": {"type": "coupon", "coupon": made.id}, "code": code, **params}
    return api().promotion_codes.create(wanted)


def why_not(code, now):
    with pytest.raises(NoCoupon) as refused:
        preview_coupon(_row(), code, now=now)
    assert refused.value.message
    return refused.value.code


def test_what_it_saves_is_shown(bought, now):
    offer()
    shown = preview_coupon(bought, " SPRING ", now=now)
    assert (shown.saves, shown.next_amount, shown.currency) == (480, 1920, "EUR")
    assert (shown.code, shown.duration) == ("SPRING", "forever")


def test_it_is_used_and_kept_in_the_mirror(bought, asking):
    offer(coupon={"name": "Spring"})
    operation = apply_coupon(bought, asking, code="SPRING")
    assert operation.outcome == "done"
    assert [one["percent_off"] for one in _row().discounts] == [20.0]


def test_discounts_that_are_there_are_kept(bought, asking, now):
    offer("FIRST", coupon={"percent_off": 50})
    apply_coupon(bought, asking, code="FIRST")
    offer("SECOND", coupon={"percent_off": 10})
    shown = preview_coupon(_row(), "SECOND", now=now)
    apply_coupon(_row(), again(asking), code="SECOND")
    assert [one["percent_off"] for one in _row().discounts] == [50.0, 10.0]
    assert (shown.saves, shown.next_amount) == (120, 1080)


def test_double_click_uses_it_once(stripe, bought, asking):
    offer()
    clicks = [apply_coupon(_row(), asking, code="SPRING") for _ in "ab"]
    assert {click.pk for click in clicks} == {asking.operation_id}
    assert len(requests(stripe, "POST", f"/v1/subscriptions/{bought.external_id}")) == 1


@promise(9)
def test_lost_answer_is_found_done(stripe, bought, asking, now):
    offer()
    stripe.fault("lost_response", "POST /v1/subscriptions", times=3)
    assert apply_coupon(bought, asking, code="SPRING").outcome == "unknown"
    settle_all(now=now)
    assert Operation.objects.get().outcome == "done"
    assert len(_row().discounts) == 1


@pytest.mark.parametrize("code", ["NOPE", "", "  ", "\x00", "x" * 400])
def test_code_that_is_none_is_unknown(bought, now, code):
    assert why_not(code, now) == "unknown"


def test_somebody_elses_code_is_told_like_one_that_is_none(bought, now):
    offer("HERS", customer=sign_up("eve@example.com"))
    texts = []
    for code in ("HERS", "NOPE"):
        with pytest.raises(NoCoupon) as refused:
            preview_coupon(bought, code, now=now)
        texts.append((refused.value.code, refused.value.message))
    assert texts[0] == texts[1]


def test_code_that_is_switched_off_says_so(bought, now):
    api().promotion_codes.update(offer().id, {"active": False})
    assert why_not("SPRING", now) == "not_active"


def test_code_whose_time_is_over_says_so(stripe, bought, now):
    offer(expires_at=int(now.timestamp()) + 60)
    stripe.advance(120)
    assert why_not("SPRING", now + timedelta(seconds=120)) == "expired"


def test_code_that_is_used_up_says_so(bought, asking, now):
    offer(max_redemptions=1)
    apply_coupon(bought, asking, code="SPRING")
    assert why_not("SPRING", now) == "used_up"


def test_code_for_larger_orders_says_so(bought, now):
    offer(restrictions={"minimum_amount": 9900, "minimum_amount_currency": "eur"})
    assert why_not("SPRING", now) == "minimum"


def test_code_for_a_first_order_says_so(stripe, bought, now):
    offer(restrictions={"first_time_transaction": True})
    [paid] = api().invoices.list({"subscription": bought.external_id}).data
    refresh_order_of_invoice(paid.id, now=now)
    assert why_not("SPRING", now) == "first_time"


def test_code_for_a_first_order_is_refused_by_stripe_where_we_know_of_none(bought, now):
    offer(restrictions={"first_time_transaction": True})
    assert why_not("SPRING", now) == "refused"


def test_code_for_something_else_says_so(bought, now):
    other = api().products.create({"name": "Mug"})
    offer(coupon={"applies_to": {"products": [other.id]}})
    assert why_not("SPRING", now) == "wrong_product"


def test_code_in_another_currency_says_so(bought, now):
    amount = api().coupons.create({"amount_off": 100, "currency": "usd", "duration": "once"})
    api().promotion_codes.create(
        {"promotion": {"type": "coupon", "coupon": amount.id}, "code": "DOLLAR"}
    )
    assert why_not("DOLLAR", now) == "wrong_product"


@pytest.mark.parametrize("state", ["paused", "ending", "past_due", "cancelled", "incomplete"])
def test_only_what_runs_takes_a_code(stripe, bought, now, state):
    Subscription.objects.update(state=state)
    assert why_not("SPRING", now) == "not_running"


def test_guessing_comes_to_an_end_and_asks_stripe_no_more(stripe, bought, now):
    tries = [why_not(f"GUESS{n}", now) for n in range(TRIES.tries + 2)]
    assert tries == ["unknown"] * TRIES.tries + ["throttled"] * 2
    assert len(requests(stripe, "GET", "/v1/promotion_codes%")) == TRIES.tries


def test_codes_that_are_right_are_not_counted(stripe, bought, now):
    offer(max_redemptions=99)
    for _ in range(TRIES.tries + 2):
        preview_coupon(bought, "SPRING", now=now)


def test_with_stripe_away_it_is_said_and_nothing_is_asked(stripe, bought, asking, now):
    stripe.fault("down")
    assert why_not("SPRING", now) == "unreachable"
    with pytest.raises(NoCoupon):
        apply_coupon(bought, asking, code="SPRING")
    assert not Operation.objects.exists()
