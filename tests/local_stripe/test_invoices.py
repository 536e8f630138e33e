"""One-off invoices, and what is done to open ones."""

import urllib.request

import pytest
import stripe


def _order(api, customer, amount=1200):
    invoice = api.invoices.create({"customer": customer.id, "auto_advance": False})
    line = {"customer": customer.id, "invoice": invoice.id, "amount": amount, "currency": "usd"}
    api.invoice_items.create({**line, "description": "Mug"})
    return api.invoices.finalize_invoice(invoice.id)


def test_one_off_order_is_finalized_and_paid(api, shop):
    invoice = _order(api, shop.customer())
    assert (invoice.status, invoice.amount_due, invoice.number[-4:]) == ("open", 1200, "0001")
    assert api.invoices.pay(invoice.id).status == "paid"


def test_price_on_an_invoice_item_gives_its_line_a_product(api, shop):
    customer, price = shop.customer(), shop.price(700, interval=None)
    invoice = api.invoices.create({"customer": customer.id})
    given = {"customer": customer.id, "invoice": invoice.id, "quantity": 3}
    api.invoice_items.create({**given, "pricing": {"price": price.id}})
    line = api.invoices.line_items.list(invoice.id).data[0]
    assert (line.amount, line.pricing.price_details.product) == (2100, shop.product.id)


def test_declined_payment_of_an_order_is_a_card_error(api, shop):
    invoice = _order(api, shop.customer("chargeCustomerFail"))
    with pytest.raises(stripe.CardError):
        api.invoices.pay(invoice.id)
    assert api.invoices.retrieve(invoice.id).attempt_count == 1


def test_voided_invoice_cannot_be_paid(api, shop):
    invoice = _order(api, shop.customer())
    assert api.invoices.void_invoice(invoice.id).status == "void"
    with pytest.raises(stripe.InvalidRequestError, match="already void"):
        api.invoices.pay(invoice.id)


def test_intent_of_an_invoice_is_found_through_its_payments(api, shop):
    invoice = _order(api, shop.customer())
    api.invoices.pay(invoice.id)
    payment = api.invoice_payments.list({"invoice": invoice.id}).data[0]
    intent = payment.payment.payment_intent
    by_intent = {"payment": {"type": "payment_intent", "payment_intent": intent}}
    assert api.invoice_payments.list(by_intent).data[0].invoice == invoice.id
    assert api.invoice_payments.retrieve(payment.id).amount_paid == 1200


def test_final_invoice_takes_no_more_lines(api, shop):
    customer = shop.customer()
    invoice = _order(api, customer)
    line = {"customer": customer.id, "invoice": invoice.id, "amount": 1, "currency": "usd"}
    with pytest.raises(stripe.InvalidRequestError) as caught:
        api.invoice_items.create(line)
    assert caught.value.code == "invoice_not_editable"


def test_invoice_that_needs_authentication_waits_for_it(local, api, shop):
    invoice = _order(api, shop.customer("authenticationRequired"))
    with pytest.raises(stripe.CardError) as caught:
        api.invoices.pay(invoice.id)
    assert caught.value.code == "invoice_payment_intent_requires_action"
    payments = api.invoice_payments.list({"invoice": invoice.id})
    local.stripe.authenticate(payments.data[0].payment.payment_intent, passed=True)
    assert api.invoices.retrieve(invoice.id).status == "paid"


def test_invoice_has_a_page_and_a_pdf(api, shop):
    invoice = _order(api, shop.customer())
    with urllib.request.urlopen(invoice.hosted_invoice_url) as page:
        assert b"not Stripe" in page.read()
    with urllib.request.urlopen(invoice.invoice_pdf) as document:
        assert document.read().startswith(b"%PDF-")
