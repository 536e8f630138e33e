from types import SimpleNamespace as Found

import pytest

from billing.gateway.client import api
from billing.gateway.payments import number_of
from billing.gateway.sales import fetch_sale
from tests.billing.buying import sign_up
from tests.billing.sales import pay_once


def _sale(intent):
    return fetch_sale("payment_intent", intent.id)


def test_payment_in_our_words(stripe):
    intent = pay_once(metadata={"order_number": "T-1"})
    sale = _sale(intent)
    assert (sale.number, sale.status, sale.email) == ("T-1", "paid", "ada@example.com")
    assert (sale.total, sale.currency, sale.customer_id) == (900, "EUR", "")
    assert [(line.description, line.total) for line in sale.lines] == [("Tea for one", 900)]


def test_payment_nobody_has_tried_is_a_draft(stripe):
    intent = api().payment_intents.create({"amount": 900, "currency": "eur"})
    assert _sale(intent).status == "draft"


def test_declined_payment_was_attempted(stripe):
    customer = sign_up()
    with pytest.raises(Exception, match="declined"):
        pay_once(customer, card="pm_card_chargeCustomerFail")
    sale = _sale(api().payment_intents.list({"customer": customer}).data[0])
    assert (sale.status, sale.attempted) == ("open", True)


def test_money_set_aside_and_released_was_not_given_back(stripe):
    intent = pay_once(capture_method="manual")
    assert _sale(intent).status == "open"
    api().payment_intents.cancel(intent.id)
    sale = _sale(intent)
    assert (sale.status, sale.refunds, sale.payments[0].refunded) == ("void", (), 0)


def test_refund_that_failed_is_told_and_does_not_count(stripe):
    intent = pay_once()
    api().refunds.create({"payment_intent": intent.id, "amount": 100})
    failed = api().refunds.create({"payment_intent": intent.id, "amount": 500})
    stripe.stripe.settle_refund(failed.id, succeeded=False)
    sale = _sale(intent)
    assert {one.status for one in sale.refunds} == {"succeeded", "failed"}
    assert sale.payments[0].refunded == 100


@pytest.mark.parametrize(("won", "refunded"), [(None, 0), (True, 0), (False, 900)])
def test_dispute_is_open_until_the_bank_has_decided(stripe, won, refunded):
    intent = pay_once()
    dispute = stripe.stripe.dispute(str(intent.latest_charge))
    if won is not None:
        stripe.stripe.decide_dispute(dispute["id"], won=won)
    payment = _sale(intent).payments[0]
    assert (payment.disputed, payment.refunded) == (won is None, refunded)
    assert payment.dispute_ids == (dispute["id"],)


@pytest.mark.parametrize(
    ("fields", "number"),
    [
        ({"payment_details": Found(order_reference="R-1"), "kept": {"order_number": "N-1"}}, "R-1"),
        ({"kept": {"order_number": "N-1", "order_id": "I-1"}}, "N-1"),
        ({"kept": {"order_id": "I-1"}}, "I-1"),
        ({"latest_charge": Found(receipt_number="1234-5678")}, "1234-5678"),
        ({}, "pi_1"),
    ],
)
def test_number_is_the_one_the_customer_knows(fields, number):
    kept = Found(**fields.pop("kept", {}))
    assert number_of(Found(id="pi_1", **fields), kept) == number
