import pytest

from billing.gateway.client import api
from billing.gateway.errors import NotFound
from billing.gateway.invoices import fetch_invoice, list_invoices
from tests.billing.buying import sign_up, subscribe


def test_invoice_in_our_words(stripe):
    bought = subscribe(quantity=2)
    record = fetch_invoice(bought.invoice)
    assert (record.status, record.total, record.currency) == ("paid", 4800, "EUR")
    assert (record.customer_id, record.subscription_id) == (bought.customer, bought.subscription)
    assert (record.email, bool(record.number)) == ("ada@example.com", True)
    line = record.lines[0]
    assert (line.quantity, line.unit_amount, line.total) == (2, 2400, 4800)
    assert (line.product_id, line.is_adjustment) == (bought.product, False)


def test_payment_has_its_intent_and_charge(stripe):
    payment = fetch_invoice(subscribe().invoice).payments[0]
    assert (payment.status, payment.refunded, payment.disputed) == ("succeeded", 0, False)
    assert payment.intent_id.startswith("pi_")
    assert payment.charge_id.startswith("ch_")


def test_refunds_are_read(stripe):
    bought = subscribe()
    charge = fetch_invoice(bought.invoice).payments[0].charge_id
    refund = api().refunds.create({"charge": charge, "amount": 900})
    record = fetch_invoice(bought.invoice)
    assert [(one.external_id, one.amount) for one in record.refunds] == [(refund.id, 900)]
    assert record.payments[0].refunded == 900


def test_adjustment_of_a_stopped_period_is_told_as_one(stripe):
    bought = subscribe()
    api().subscriptions.pause(bought.subscription)
    resumed = api().subscriptions.resume(bought.subscription)
    lines = fetch_invoice(str(resumed.latest_invoice)).lines
    assert sorted(line.is_adjustment for line in lines) == [False, True]
    assert min(line.total for line in lines) < 0


def test_drafts_are_not_listed(stripe):
    bought = subscribe()
    api().invoices.create({"customer": bought.customer})
    assert [one.external_id for one in list_invoices(bought.customer)] == [bought.invoice]


def test_deleted_draft_is_not_found(stripe):
    draft = api().invoices.create({"customer": sign_up()})
    api().invoices.delete(draft.id)
    with pytest.raises(NotFound):
        fetch_invoice(draft.id)


def test_a_subscriptions_own_address_goes_before_the_customers(stripe):
    home = {"name": "Ada", "address": {"line1": "1 High Street", "city": "Bath", "country": "GB"}}
    own = {"portico_to_line1": "2 Quay", "portico_to_city": "Cork", "portico_to_country": "IE"}
    bought = subscribe(metadata=own)
    api().customers.update(bought.customer, {"shipping": home})
    found = fetch_invoice(bought.invoice).shipping_address
    assert found is not None
    assert (found.line1, found.city, found.country) == ("2 Quay", "Cork", "IE")
