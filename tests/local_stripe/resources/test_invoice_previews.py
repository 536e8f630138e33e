"""Previews: what they show is what comes, to the cent, and nothing is left of them."""

import pytest
import stripe
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.local_stripe.cast import DAY

CENTS = st.integers(min_value=0, max_value=99_999)
COUPONS = st.one_of(
    st.none(),
    st.builds(
        lambda percent, duration: {"percent_off": percent, "duration": duration},
        st.integers(1, 100),
        st.sampled_from(["once", "forever"]),
    ),
    st.builds(lambda off: {"amount_off": off, "currency": "usd"}, st.integers(1, 5000)),
)


def _preview(api, subscription, **details):
    given = {"subscription": subscription.id, "subscription_details": details}
    return api.invoices.create_preview(given)


def _figures(invoice):
    lines = sorted((line.amount, line.quantity or 0) for line in invoice.lines.data)
    return invoice.subtotal, invoice.total, invoice.amount_due, invoice.starting_balance, lines


def _next_invoice(local, api, shop, subscription):
    """The invoice that a change made at once, or else the next one."""
    newest = shop.invoices(subscription.id)[0]
    if newest.id != subscription.latest_invoice:
        return newest
    end = api.subscriptions.retrieve(subscription.id).items.data[0].current_period_end
    local.clock_to(end + 3601)
    return shop.invoices(subscription.id)[0]


def _bought(local, api, shop, case):
    """A subscription that has run for a while, and the price it is to change to."""
    customer = shop.customer(balance=case["balance"])
    price, new = map(shop.price, case["amounts"], case["intervals"])
    coupon = case["coupon"]
    used = [{"coupon": api.coupons.create(coupon).id}] if coupon else []
    items = [{"price": price.id, "quantity": case["quantities"][0]}]
    bought = {"customer": customer.id, "items": items, "discounts": used}
    subscription = api.subscriptions.create(bought)
    local.advance(case["passed"])
    return api.subscriptions.retrieve(subscription.id), new.id


@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    case=st.fixed_dictionaries(
        {
            "amounts": st.tuples(CENTS, CENTS),
            "quantities": st.tuples(st.integers(1, 9), st.integers(0, 9)),
            "intervals": st.tuples(*[st.sampled_from(["week", "month", "year"])] * 2),
            "behavior": st.sampled_from(["none", "create_prorations", "always_invoice"]),
            "coupon": COUPONS,
            "passed": st.integers(0, 40 * DAY),
            "balance": st.integers(-3000, 3000),
        }
    )
)
def test_preview_is_what_the_change_then_costs(local, api, shop, case):
    subscription, new = _bought(local, api, shop, case)
    item = {"id": subscription.items.data[0].id, "price": new, "quantity": case["quantities"][1]}
    change = {"items": [item], "proration_behavior": case["behavior"]}
    change["proration_date"] = local.stripe.now
    preview = _preview(api, subscription, **change)
    local.advance(2)
    api.subscriptions.update(subscription.id, change)
    assert _figures(preview) == _figures(_next_invoice(local, api, shop, subscription))


def test_preview_leaves_nothing_behind(local, api, shop):
    subscription = shop.subscribe()
    item = {"id": subscription.items.data[0].id, "price": shop.price(9000).id}
    before = local.stripe.state.db.execute("select id, json from object order by id").fetchall()
    preview = _preview(api, subscription, items=[item], proration_behavior="always_invoice")
    assert (preview.total, preview.status, preview.number) == (7000, "draft", None)
    after = local.stripe.state.db.execute("select id, json from object order by id").fetchall()
    assert after == before


def test_preview_without_a_change_is_the_next_invoice(api, shop):
    subscription = shop.subscribe(amount=1500)
    preview = api.invoices.create_preview({"subscription": subscription.id})
    assert preview.id.startswith("upcoming_in_")
    assert preview.period_end == subscription.items.data[0].current_period_end
    assert preview.total == 1500


def test_preview_of_a_first_invoice_needs_no_card(api, shop):
    details = {"items": [{"price": shop.price(1200).id, "quantity": 2}]}
    given = {"customer": shop.customer(card=None).id, "subscription_details": details}
    coupon = api.coupons.create({"percent_off": 25})
    preview = api.invoices.create_preview({**given, "discounts": [{"coupon": coupon.id}]})
    assert (preview.subtotal, preview.total) == (2400, 1800)
    assert api.coupons.retrieve(coupon.id).times_redeemed == 0


def test_preview_of_cancelling_now_gives_back_the_rest(local, api, shop):
    subscription = shop.subscribe(amount=3000)
    preview = _preview(api, subscription, cancel_now=True)
    assert -3000 <= preview.total < -2990
    assert preview.amount_due == 0


@pytest.mark.parametrize("change", [{"cancel_at_period_end": True}, {"pause": None}])
def test_subscription_that_ends_or_is_paused_has_no_next_invoice(api, shop, change):
    subscription = shop.subscribe()
    if "pause" in change:
        api.subscriptions.pause(subscription.id)
        change = {}
    with pytest.raises(stripe.InvalidRequestError) as caught:
        _preview(api, subscription, **change)
    assert caught.value.code == "invoice_upcoming_none"


def test_recurring_preview_leaves_out_what_is_settled_once(api, shop):
    subscription = shop.subscribe(amount=1000)
    item = {"id": subscription.items.data[0].id, "price": shop.price(4000).id}
    given = {"subscription": subscription.id, "preview_mode": "recurring"}
    preview = api.invoices.create_preview({**given, "subscription_details": {"items": [item]}})
    assert preview.total == 4000


def test_preview_adds_invoice_items_that_are_not_there_yet(api, shop):
    subscription = shop.subscribe(amount=1000)
    extra = [{"amount": 250, "currency": "usd", "description": "Mug"}]
    given = {"subscription": subscription.id, "invoice_items": extra}
    assert api.invoices.create_preview(given).total == 1250


def test_what_waits_for_an_invoice_is_previewed_by_customer(api, shop):
    customer = shop.customer()
    with pytest.raises(stripe.InvalidRequestError, match="No upcoming invoices"):
        api.invoices.create_preview({"customer": customer.id})
    api.invoice_items.create({"customer": customer.id, "amount": 700, "currency": "usd"})
    assert api.invoices.create_preview({"customer": customer.id}).total == 700


def test_proration_date_outside_the_period_is_refused(local, api, shop):
    subscription = shop.subscribe()
    item = {"id": subscription.items.data[0].id, "quantity": 2}
    with pytest.raises(stripe.InvalidRequestError, match="proration_date"):
        _preview(api, subscription, items=[item], proration_date=local.stripe.now - 40 * DAY)


def test_upgrade_at_half_price_is_prorated_at_half_price(api, shop):
    coupon = api.coupons.create({"percent_off": 50, "duration": "forever"})
    subscription = shop.subscribe(amount=2000, discounts=[{"coupon": coupon.id}])
    item = {"id": subscription.items.data[0].id, "price": shop.price(6000).id}
    preview = _preview(api, subscription, items=[item], proration_behavior="always_invoice")
    assert preview.total == 2000


def test_coupon_for_once_is_not_given_back_as_money(api, shop):
    coupon = api.coupons.create({"percent_off": 50, "duration": "once"})
    subscription = shop.subscribe(amount=2000, discounts=[{"coupon": coupon.id}])
    item = {"id": subscription.items.data[0].id, "price": shop.price(2000).id}
    preview = _preview(api, subscription, items=[item], proration_behavior="always_invoice")
    assert preview.total == 1000


def test_preview_of_an_order_takes_its_coupon_off(api, shop):
    customer, coupon = shop.customer(), api.coupons.create({"amount_off": 500, "currency": "usd"})
    mug = {"price": shop.price(1200, interval=None).id, "quantity": 2}
    given = {"invoice_items": [mug], "discounts": [{"coupon": coupon.id}]}
    told = api.invoices.create_preview({"customer": customer.id, **given})
    assert (told.subtotal, told.total, told.amount_due) == (2400, 1900, 1900)
    assert api.coupons.retrieve(coupon.id).times_redeemed == 0
