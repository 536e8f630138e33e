import uuid

import pytest

from billing.gateway.client import api
from billing.gateway.errors import NotFound, OutcomeUnknown, Refused
from billing.gateway.paying import fetch_payment, pay_invoice
from tests.billing.buying import requests, sign_up, use_card
from tests.promises import promise

PAYS = "/v1/invoices/%/pay"


@pytest.fixture
def bill(stripe):
    """An open invoice of EUR 30.00 of a customer with this card: `bill("visa")`."""

    def billed(card):
        customer = sign_up()
        use_card(customer, f"pm_card_{card}")
        made = api().invoices.create({"customer": customer, "currency": "eur"})
        line = {"customer": customer, "invoice": made.id, "amount": 3000, "currency": "eur"}
        api().invoice_items.create(line)
        return api().invoices.finalize_invoice(made.id).id

    return billed


def pay(invoice, **details):
    return pay_invoice(invoice, **{"off_session": False, "operation_id": uuid.uuid4(), **details})


def test_paid_says_so_and_is_charged_once(stripe, bill):
    invoice, once = bill("visa"), uuid.uuid4()
    answers = [pay(invoice, operation_id=once) for _ in range(2)]
    assert [answer.status for answer in answers] == ["paid", "paid"]
    assert [key for key, _ in requests(stripe, "POST", PAYS)] == [f"{once}:pay"] * 2
    assert len(api().charges.list().data) == 1
    assert answers[0].request_id.startswith("req_")


def test_open_one_tells_what_the_browser_needs(bill):
    found = fetch_payment(bill("visa"))
    assert (found.status, found.amount, found.currency) == ("open", 3000, "EUR")
    assert found.client_secret.startswith(found.intent_id)
    assert found.hosted_url.startswith("http")
    assert found.client_secret not in repr(found)


def test_decline_is_an_answer_with_the_banks_reason(bill):
    invoice = bill("chargeCustomerFail")
    answer, found = pay(invoice), fetch_payment(invoice)
    assert (answer.status, answer.decline_code) == ("failed", "generic_decline")
    assert (found.status, found.decline_code) == ("failed", "generic_decline")
    assert found.attempt.startswith("ch_")


@promise(23)
@pytest.mark.parametrize("off_session", [True, False])
def test_bank_that_wants_the_customer_is_no_failure(bill, off_session):
    invoice = bill("authenticationRequired")
    answer = pay(invoice, off_session=off_session)
    assert answer.status == "requires_action"
    assert answer.client_secret
    assert fetch_payment(invoice).status == "requires_action"


def test_intent_declined_for_want_of_the_customer_is_confirmed_anew(bill, monkeypatch):
    invoice = bill("chargeCustomerFail")
    pay(invoice)
    monkeypatch.setattr("billing.gateway.paying._WANTS_CUSTOMER", {"generic_decline"})
    found = fetch_payment(invoice)
    assert (found.status, found.card_id[:3]) == ("requires_action", "pm_")


def test_paid_already_is_paid(bill):
    invoice = bill("visa")
    pay(invoice)
    assert pay(invoice).status == "paid"


def test_void_one_is_no_longer_paid(bill):
    invoice = bill("visa")
    api().invoices.void_invoice(invoice)
    assert fetch_payment(invoice).status == "failed"
    with pytest.raises(Refused):
        pay(invoice)


@pytest.mark.parametrize("fault", ["429", "409", "500", "503", "lost_response"])
def test_without_a_clear_answer_it_is_not_known(stripe, bill, fault):
    invoice = bill("visa")
    stripe.fault(fault, "POST .*/pay", times=3)
    with pytest.raises(OutcomeUnknown):
        pay(invoice)


def test_card_that_stripe_does_not_know_is_refused(bill):
    with pytest.raises(NotFound):
        pay(bill("visa"), card_id="pm_unknown")
