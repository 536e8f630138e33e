import pytest

from billing.gateway.client import api
from billing.gateway.sales import fetch_sale
from tests.billing.buying import sign_up
from tests.billing.sales import CARD, begin_checkout, check_out


def test_checkout_in_our_words(stripe):
    session = check_out(stripe, metadata={"order_number": "T-1", "portico_shop": "Greenhouse"})
    sale = fetch_sale("checkout_session", session.id)
    assert (sale.number, sale.status, sale.email) == ("T-1", "paid", "ada@example.com")
    assert (sale.subtotal, sale.total, sale.currency) == (1800, 1800, "EUR")
    assert (sale.customer_id, sale.shop_name) == ("", "Greenhouse")
    line = sale.lines[0]
    assert (line.description, line.quantity, line.unit_amount, line.total) == ("Tea", 2, 900, 1800)


def test_discount_is_taken_off(stripe):
    coupon = api().coupons.create({"amount_off": 300, "currency": "eur", "duration": "once"})
    sale = fetch_sale("checkout_session", check_out(stripe, discounts=[{"coupon": coupon.id}]).id)
    assert (sale.subtotal, sale.discount, sale.total) == (1800, 300, 1500)


def test_open_checkout_is_a_draft_though_a_card_was_declined_in_it(stripe):
    session = begin_checkout(sign_up())
    with pytest.raises(Exception, match="declined"):
        stripe.stripe.pay_checkout(session, number="4000000000000002")
    assert fetch_sale("checkout_session", session).status == "draft"


def test_expired_checkout_is_void(stripe):
    session = begin_checkout()
    api().checkout.sessions.expire(session)
    assert fetch_sale("checkout_session", session).status == "void"


def test_number_is_the_payments_where_nobody_gave_one(stripe):
    session = begin_checkout()
    stripe.stripe.pay_checkout(session, number=CARD, email="ada@example.com")
    sale = fetch_sale("checkout_session", session)
    assert sale.number == sale.payments[0].intent_id
