"""Checkout sessions: begun, completed on the hosted page, expired."""

import urllib.error
import urllib.parse
import urllib.request

import pytest
import stripe

from local_stripe.errors import ApiError
from tests.local_stripe.cast import DAY

CARD = "4242 4242 4242 4242"
BACK = "http://shop.test/done?id={CHECKOUT_SESSION_ID}"


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args):
        return None


def _post(url, **form):
    """Send a form of a page, as the page itself; returns status, location and text."""
    request = urllib.request.Request(url, data=urllib.parse.urlencode(form).encode())
    request.add_header("Origin", url.split("/_local")[0])
    try:
        with urllib.request.build_opener(_Stay).open(request) as answer:
            return answer.status, None, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["Location"], error.read().decode()


@pytest.fixture
def sell(api, shop):
    """Begins a session that sells two boxes."""

    def make(mode="payment", **more):
        interval = "month" if mode == "subscription" else None
        line = {"price": shop.price(1000, interval).id, "quantity": 2}
        given = {"mode": mode, "line_items": [line], "success_url": BACK, **more}
        return api.checkout.sessions.create(given)

    return make


def test_paying_on_the_page_completes_the_session_and_leads_back(api, sell):
    session = sell(customer_creation="always", metadata={"cart": "7"})
    status, location, _ = _post(session.url, number=CARD, email="ann@example.com")
    assert (status, location) == (303, BACK.replace("{CHECKOUT_SESSION_ID}", session.id))
    done = api.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent", "customer"]})
    assert (done.status, done.payment_status, done.metadata["cart"]) == ("complete", "paid", "7")
    assert (done.payment_intent.amount_received, done.customer.email) == (2000, "ann@example.com")
    told = api.events.list({"type": "checkout.session.completed"}).data
    assert told[0].data.object.id == session.id


def test_subscribing_on_the_page_makes_a_subscription(local, api, shop, sell):
    customer = shop.customer(card=None)
    session = sell("subscription", customer=customer.id, subscription_data={"metadata": {"a": "1"}})
    done = local.stripe.pay_checkout(session.id, number=CARD)
    subscription = api.subscriptions.retrieve(done["subscription"])
    assert (subscription.status, subscription.metadata["a"]) == ("active", "1")
    assert subscription.default_payment_method
    assert api.checkout.sessions.list({"subscription": subscription.id}).data[0].id == session.id


def test_saving_a_card_on_the_page(local, api, shop):
    customer = shop.customer(card=None)
    given = {"mode": "setup", "currency": "usd", "customer": customer.id, "success_url": BACK}
    session = api.checkout.sessions.create(given)
    done = local.stripe.pay_checkout(session.id, number="5555555555554444")
    assert done["payment_status"] == "no_payment_required"
    assert api.customers.payment_methods.list(customer.id).data[0].card.brand == "mastercard"


@pytest.mark.parametrize("mode", ["payment", "subscription"])
def test_declined_card_leaves_the_session_open(api, sell, mode):
    session = sell(mode)
    status, _, page = _post(session.url, number="4000000000000002", email="a@example.com")
    assert (status, "declined" in page) == (200, True)
    assert api.checkout.sessions.retrieve(session.id).status == "open"
    assert _post(session.url, number=CARD, email="a@example.com")[0] == 303


@pytest.mark.parametrize(("outcome", "status"), [("pass", "complete"), ("fail", "open")])
@pytest.mark.parametrize("mode", ["payment", "subscription"])
def test_bank_that_asks_decides(api, sell, mode, outcome, status):
    session = sell(mode)
    page = _post(session.url, number="4000002760003184", email="a@example.com")[2]
    assert "Your bank asks" in page
    _post(session.url, outcome=outcome)
    assert api.checkout.sessions.retrieve(session.id).status == status


def test_session_that_waits_for_nothing_cannot_be_authenticated(local, sell):
    with pytest.raises(ApiError, match="waits for no authentication"):
        local.stripe.finish_checkout(sell().id, passed=True)


def test_lines_and_sums_are_those_of_the_discounted_cart(api, sell):
    coupon = api.coupons.create({"percent_off": 10})
    session = sell(discounts=[{"coupon": coupon.id}], expand=["line_items"])
    assert (session.amount_subtotal, session.amount_total) == (2000, 1800)
    assert session.total_details.amount_discount == 200
    lines = api.checkout.sessions.line_items.list(session.id).data
    assert [line.amount_total for line in lines] == [1800]
    assert session.line_items.data[0].id == lines[0].id


def test_session_expires_by_itself_or_when_told_to(local, api, sell):
    first, second = sell(), sell()
    assert api.checkout.sessions.expire(first.id).status == "expired"
    local.advance(2 * DAY)
    assert api.checkout.sessions.retrieve(second.id).status == "expired"
    assert len(api.events.list({"type": "checkout.session.expired"}).data) == 2
    with pytest.raises(ApiError, match="expired"):
        local.stripe.pay_checkout(second.id, number=CARD)
    with pytest.raises(stripe.InvalidRequestError, match="can be expired"):
        api.checkout.sessions.expire(first.id)


@pytest.mark.parametrize(
    "given",
    [
        {"line_items": []},
        {"ui_mode": "embedded_page"},
        {"expires_at": 5},
        {"customer": "cus_nobody"},
        {"discounts": [{"coupon": "nothing"}]},
    ],
)
def test_session_that_makes_no_sense_is_refused(sell, given):
    with pytest.raises(stripe.InvalidRequestError):
        sell(**given)


def test_recurring_price_is_not_sold_once(api, shop):
    line = {"price": shop.price(1000).id, "quantity": 1}
    with pytest.raises(stripe.InvalidRequestError, match="recurring"):
        api.checkout.sessions.create({"mode": "payment", "line_items": [line]})


def test_sessions_are_found_by_mail(local, api, sell):
    session = sell()
    local.stripe.pay_checkout(session.id, number=CARD, email="ann@example.com")
    sell()
    found = api.checkout.sessions.list({"customer_details": {"email": "ann@example.com"}}).data
    assert [one.id for one in found] == [session.id]


def test_page_of_another_origin_may_not_pay(sell):
    session = sell()
    request = urllib.request.Request(session.url, data=b"number=4242424242424242")
    request.add_header("Origin", "http://evil.test")
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request)
    assert caught.value.code == 403
    caught.value.close()
