"""The hosted page of an invoice: paid, asked about by the bank, declined."""

import urllib.error
import urllib.parse
import urllib.request

import pytest

PAID, ASKS, DECLINES = "4242 4242 4242 4242", "4000 0027 6000 3184", "4000 0000 0000 0341"


@pytest.fixture
def bill(api, shop):
    """An open invoice over 20 dollars of a customer without a card."""
    customer = shop.customer(card=None).id
    made = api.invoices.create({"customer": customer, "currency": "usd", "auto_advance": False})
    item = {"customer": customer, "invoice": made.id, "amount": 2000, "currency": "usd"}
    api.invoice_items.create(item)
    return api.invoices.finalize_invoice(made.id)


def send(bill, origin="", **form):
    """Send a form of the page, as the page itself; without one, look at it."""
    data = urllib.parse.urlencode(form).encode() if form else None
    own = bill.hosted_invoice_url.split("/_local")[0]
    headers = {"Origin": origin or own} if form else {}
    request = urllib.request.Request(bill.hosted_invoice_url, data=data, headers=headers)
    with urllib.request.urlopen(request) as answer:
        return answer.read().decode()


def status(api, bill):
    return api.invoices.retrieve(bill.id).status


def test_page_offers_to_pay_with_a_test_card(bill):
    page = send(bill)
    assert "Pay 20.00 USD" in page
    assert all(number in page for number in (PAID, ASKS, DECLINES))


def test_good_card_pays(api, bill):
    assert "Status: paid" in send(bill, number=PAID)
    assert status(api, bill) == "paid"
    assert "<form" not in send(bill)


@pytest.mark.parametrize(("outcome", "then"), [("pass", "paid"), ("fail", "open")])
def test_bank_that_asks_is_answered_there(api, bill, outcome, then):
    assert "Your bank asks" in send(bill, number=ASKS)
    assert f"Status: {then}" in send(bill, outcome=outcome)
    assert status(api, bill) == then


def test_declined_card_leaves_it_open_for_another(api, bill):
    assert "declined" in send(bill, number=DECLINES)
    assert status(api, bill) == "open"
    assert "Status: paid" in send(bill, number=PAID)


@pytest.mark.parametrize("form", [{"number": PAID}, {"outcome": "pass"}])
def test_what_is_not_open_is_not_paid(api, bill, form):
    api.invoices.void_invoice(bill.id)
    assert "This invoice is void." in send(bill, **form)


def test_page_of_another_origin_may_not_pay(api, bill):
    with pytest.raises(urllib.error.HTTPError) as refused:
        send(bill, origin="http://elsewhere.example", number=PAID)
    refused.value.close()
    assert (refused.value.code, status(api, bill)) == (403, "open")
