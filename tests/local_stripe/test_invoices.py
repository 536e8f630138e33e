"""One-off invoices, and what is done to open ones."""

import urllib.request

import pytest
import stripe


def _draft(api, customer, amount=1200):
    invoice = api.invoices.create({"customer": customer.id, "auto_advance": False})
    line = {"customer": customer.id, "invoice": invoice.id, "amount": amount, "currency": "usd"}
    api.invoice_items.create({**line, "description": "Mug"})
    return invoice


def _order(api, customer, amount=1200):
    return api.invoices.finalize_invoice(_draft(api, customer, amount).id)


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


def test_coupon_and_promotion_code_take_off_an_order(api, shop):
    customer, coupon = shop.customer(), api.coupons.create({"percent_off": 25})
    code = api.promotion_codes.create({"promotion": {"type": "coupon", "coupon": coupon.id}})
    order = _draft(api, customer)
    found = api.invoices.update(order.id, {"discounts": [{"promotion_code": code.id}]})
    assert (found.subtotal, found.total, found.amount_due) == (1200, 900, 900)
    assert api.promotion_codes.retrieve(code.id).times_redeemed == 1
    assert api.invoices.update(order.id, {"discounts": ""}).total == 1200


def test_order_is_paid_with_a_card_of_its_customer_only(api, shop):
    invoice, stranger = _order(api, shop.customer(card=None)), shop.customer()
    foreign = api.customers.payment_methods.list(stranger.id).data[0].id
    with pytest.raises(stripe.InvalidRequestError, match="does not have a payment method"):
        api.invoices.pay(invoice.id, {"payment_method": foreign, "off_session": True})
    with pytest.raises(stripe.InvalidRequestError, match="no `default_payment_method`"):
        api.invoices.pay(invoice.id)


def test_attempts_by_hand_leave_the_planned_retry_alone(local, api, shop):
    subscription = shop.subscribe()
    shop.set_card(subscription.customer, "chargeCustomerFail")
    local.clock_to(subscription.items.data[0].current_period_end + 7200)
    open_one = shop.invoices(subscription.id)[0]
    with pytest.raises(stripe.CardError):
        api.invoices.pay(open_one.id)
    after = api.invoices.retrieve(open_one.id)
    assert (after.attempt_count, after.next_payment_attempt) == (1, open_one.next_payment_attempt)


def test_line_of_a_draft_is_changed_and_taken_away(api, shop):
    draft = _draft(api, shop.customer())
    item = api.invoice_items.list({"invoice": draft.id}).data[0].id
    api.invoice_items.update(item, {"amount": 500, "description": "Cup"})
    assert api.invoices.retrieve(draft.id).total == 500
    api.invoice_items.delete(item)
    found = api.invoices.retrieve(draft.id)
    assert (found.total, found.lines.data) == (0, [])


def test_deleted_draft_gives_back_what_it_had_taken_in(api, shop):
    customer = shop.customer()
    waiting = {"customer": customer.id, "amount": 300, "currency": "usd"}
    item = api.invoice_items.create(waiting)
    take_in = {"customer": customer.id, "pending_invoice_items_behavior": "include"}
    draft = api.invoices.create(take_in)
    api.invoice_items.create({**waiting, "invoice": draft.id})
    api.invoices.delete(draft.id)
    left = api.invoice_items.list({"customer": customer.id, "pending": True}).data
    assert [one.id for one in left] == [item.id]


def test_line_may_bring_its_own_price(api, shop):
    draft = api.invoices.create({"customer": shop.customer().id})
    price = {"product": shop.product.id, "currency": "usd", "unit_amount": 450}
    api.invoice_items.create({"invoice": draft.id, "price_data": price, "quantity": 2})
    line = api.invoices.retrieve(draft.id).lines.data[0]
    assert (line.amount, line.pricing.price_details.product) == (900, shop.product.id)


def test_final_invoice_lets_little_be_changed(api, shop):
    invoice = _order(api, shop.customer())
    assert api.invoices.update(invoice.id, {"metadata": {"box": "7"}}).metadata["box"] == "7"
    with pytest.raises(stripe.InvalidRequestError) as caught:
        api.invoices.update(invoice.id, {"description": "Later"})
    assert caught.value.code == "invoice_not_editable"


def test_final_invoice_that_may_advance_charges_itself(local, api, shop):
    draft = _draft(api, shop.customer())
    api.invoices.finalize_invoice(draft.id, {"auto_advance": True})
    local.advance(7200)
    assert api.invoices.retrieve(draft.id).status == "paid"


def test_invoice_that_is_sent_is_charged_to_no_card(local, api, shop):
    terms = {"collection_method": "send_invoice", "days_until_due": 14}
    subscription = shop.subscribe(**terms)
    sent = api.invoices.retrieve(subscription.latest_invoice)
    assert (subscription.status, sent.status) == ("active", "open")
    assert sent.due_date == sent.created + 14 * 86400
    with pytest.raises(stripe.InvalidRequestError, match="send_invoice cannot be paused"):
        api.subscriptions.pause(subscription.id)
