from dataclasses import replace

import pytest
from django.utils import timezone

from accounts.models import Customer
from billing.gateway.client import api
from billing.gateway.errors import translated
from billing.gateway.invoices import fetch_invoice
from billing.gateway.payments import fetch_intent, sale_of_intent
from billing.mirror.orders import (
    refresh_order_of_charge,
    refresh_order_of_dispute,
    refresh_order_of_intent,
    refresh_order_of_invoice,
    refresh_order_of_refund,
    refresh_order_of_session,
    store_sale,
)
from billing.mirror.shops import ShopUnknown
from billing.models import Fulfilment, Order, OrderRef, Product, Subscription
from billing.queries import customer_of_order
from portals.models import Shop
from tests.billing.buying import sign_up, subscribe
from tests.billing.sales import ADA, check_out, intent_of, invoice_once, pay_once
from tests.promises import promise


def _charge():
    return OrderRef.objects.get(kind="charge").ref


def test_invoice_becomes_an_order(stripe, shop, now):
    bought = subscribe(quantity=2)
    refresh_order_of_invoice(bought.invoice, now=now)
    order = Order.objects.get()
    record = fetch_invoice(bought.invoice)
    assert (order.number, order.external_id, order.email) == (
        record.number,
        bought.invoice,
        "ada@example.com",
    )
    assert (order.total, order.currency, order.payment_state) == (4800, "EUR", "paid")
    assert order.customer is not None
    assert (order.customer.external_id, order.shop) == (bought.customer, shop)
    assert order.customer.facts.orders_count == 1


def test_order_of_a_subscription_finds_it_whatever_came_first(stripe, shop, now):
    bought = subscribe()
    refresh_order_of_invoice(bought.invoice, now=now)
    assert Order.objects.get().subscription == Subscription.objects.get()


def test_lines_name_the_product(stripe, shop, now):
    bought = subscribe()
    refresh_order_of_invoice(bought.invoice, now=now)
    line = Order.objects.get().lines.get()
    assert (line.name, line.product, line.total) == ("Tea", Product.objects.get(), 2400)
    assert line.image_url == "https://shop.example/tea.png"


def test_order_has_all_its_names(stripe, shop, now):
    bought = subscribe()
    refresh_order_of_invoice(bought.invoice, now=now)
    payment = fetch_invoice(bought.invoice).payments[0]
    refs = set(OrderRef.objects.values_list("kind", "ref"))
    assert refs >= {
        ("invoice", bought.invoice),
        ("payment_intent", payment.intent_id),
        ("charge", payment.charge_id),
    }


@pytest.mark.parametrize(("amount", "state"), [(900, "partially_refunded"), (2400, "refunded")])
def test_refund_is_found_by_its_charge(stripe, shop, now, amount, state):
    bought = subscribe()
    refresh_order_of_invoice(bought.invoice, now=now)
    refund = api().refunds.create({"charge": _charge(), "amount": amount})
    refresh_order_of_charge(_charge(), now=now)
    order = Order.objects.get()
    assert (order.payment_state, order.refunded) == (state, amount)
    assert list(order.refunds.values_list("external_id", "amount")) == [(refund.id, amount)]


def test_refund_of_an_order_we_do_not_have_brings_it(stripe, shop, now):
    bought = subscribe()
    charge = fetch_invoice(bought.invoice).payments[0].charge_id
    refund = api().refunds.create({"charge": charge})
    refresh_order_of_refund(refund.id, now=now)
    assert Order.objects.get().payment_state == "refunded"


def test_refund_whose_standing_changes_is_taken_over(stripe, shop, now):
    bought = subscribe()
    refresh_order_of_invoice(bought.invoice, now=now)
    api().refunds.create({"charge": _charge()})
    refresh_order_of_invoice(bought.invoice, now=now)
    record = fetch_invoice(bought.invoice)
    failed = replace(record.refunds[0], status="failed")
    store_sale(replace(record, refunds=(failed,)), now=now)
    assert Order.objects.get().refunds.get().status == "failed"


@promise(6)
def test_older_answer_does_not_overwrite_a_newer_one(stripe, shop, now):
    bought = subscribe()
    refresh_order_of_invoice(bought.invoice, now=now)
    older = fetch_invoice(bought.invoice)
    api().refunds.create({"charge": _charge()})
    refresh_order_of_invoice(bought.invoice, now=now)
    store_sale(older, now=now)
    order = Order.objects.get()
    assert (order.payment_state, order.refunds.count()) == ("refunded", 1)


def test_same_answer_again_still_counts_as_newer(stripe, shop, now):
    bought = subscribe()
    refresh_order_of_invoice(bought.invoice, now=now)
    between = replace(fetch_invoice(bought.invoice), status="void")
    refresh_order_of_invoice(bought.invoice, now=now)
    store_sale(between, now=now)
    assert Order.objects.get().payment_state == "paid"


def test_draft_is_no_order(stripe, shop, now):
    draft = api().invoices.create({"customer": sign_up()})
    refresh_order_of_invoice(draft.id, now=now)
    assert not Order.objects.exists()


def test_deleted_draft_is_no_order(stripe, shop, now):
    draft = api().invoices.create({"customer": sign_up()})
    api().invoices.delete(draft.id)
    refresh_order_of_invoice(draft.id, now=now)
    assert not Order.objects.exists()


@pytest.mark.parametrize("handler", [refresh_order_of_charge, refresh_order_of_refund])
def test_unknown_money_changes_nothing(stripe, shop, now, handler):
    handler("xx_1", now=now)
    assert not Order.objects.exists()


def test_free_trial_has_an_order_to_sign_in_with_and_not_to_look_at(stripe, shop, now):
    bought = subscribe(trial_period_days=14)
    refresh_order_of_invoice(bought.invoice, now=now)
    order = Order.objects.get()
    assert (order.total, order.payment_state, bool(order.number)) == (0, "paid", True)
    assert not order.is_shown


def test_renewal_voided_while_held_is_not_shown(stripe, shop, now):
    bought = subscribe()
    api().subscriptions.update(bought.subscription, {"pause_collection": {"behavior": "void"}})
    stripe.advance(32 * 24 * 3600)
    void = api().invoices.list({"customer": bought.customer, "status": "void"}).data[0]
    refresh_order_of_invoice(void.id, now=now)
    order = Order.objects.get()
    assert (order.payment_state, order.is_shown) == ("void", False)


def test_checkout_becomes_an_order(stripe, shop, now):
    session = check_out(stripe, sign_up())
    refresh_order_of_session(session.id, now=now)
    order = Order.objects.get()
    assert (order.external_id, order.total, order.payment_state) == (session.id, 1800, "paid")
    assert order.lines.get().name == "Tea"
    assert order.customer.facts.orders_count == 1


def test_bare_payment_becomes_an_order(stripe, shop, now):
    intent = pay_once(sign_up())
    refresh_order_of_charge(intent.latest_charge, now=now)
    order = Order.objects.get()
    assert (order.external_id, order.total, order.is_shown) == (intent.id, 900, True)


def test_guest_becomes_a_customer_that_stripe_is_never_asked_about(stripe, shop, now):
    refresh_order_of_intent(pay_once().id, now=now)
    guest = Order.objects.get().customer
    assert (guest.source, guest.external_id, guest.email) == ("stripe_guest", ADA, ADA)


@promise(21)
def test_guest_is_not_taken_for_the_customer_whose_address_they_typed(stripe, shop, now):
    ada = Customer.objects.create(shop=shop, source="stripe", external_id="cus_1", email=ADA)
    refresh_order_of_intent(pay_once(metadata={"order_number": "T-1"}).id, now=now)
    assert Order.objects.get().customer != ada
    assert customer_of_order(shop.pk, ADA, "T-1").source == "stripe_guest"


def test_guest_of_one_of_several_shops_has_to_say_which(stripe, shop, now):
    Shop.objects.create(name="Elsewhere")
    with pytest.raises(ShopUnknown):
        refresh_order_of_intent(pay_once().id, now=now)
    refresh_order_of_intent(pay_once(metadata={"portico_shop": "Greenhouse"}).id, now=now)
    assert Order.objects.get().shop == shop


def test_declined_payment_is_kept_and_not_shown(stripe, shop, now):
    customer = sign_up()
    with pytest.raises(Exception, match="declined"):
        pay_once(customer, card="pm_card_chargeCustomerFail")
    intent = api().payment_intents.list({"customer": customer}).data[0]
    refresh_order_of_intent(intent.id, now=now)
    order = Order.objects.get()
    assert (order.payment_state, order.is_shown) == ("failed", False)


def test_payment_given_up_that_nobody_saw_is_no_order(stripe, shop, now):
    intent = api().payment_intents.create({"amount": 900, "currency": "eur"})
    api().payment_intents.cancel(intent.id)
    refresh_order_of_intent(intent.id, now=now)
    assert not Order.objects.exists()


def test_payment_seen_before_its_invoice_becomes_the_invoices_order(stripe, shop, now):
    invoice = invoice_once()
    store_sale(_payment_alone(intent_of(invoice.id)), now=now)
    early = Order.objects.get()
    Fulfilment.objects.create(order=early, external_id="p-1")
    refresh_order_of_invoice(invoice.id, now=now)
    order = Order.objects.get()
    assert (order.pk, order.external_id, order.number) == (early.pk, invoice.id, invoice.number)
    assert order.fulfilments.count() == 1
    assert {"in", "pi", "ch"} <= {ref.ref[:2] for ref in order.refs.all()}


def test_payment_seen_alone_after_its_invoice_changes_nothing(stripe, shop, now):
    invoice = invoice_once()
    early = _payment_alone(intent_of(invoice.id))
    refresh_order_of_invoice(invoice.id, now=now)
    before = list(Order.objects.values())
    store_sale(early, now=now)
    assert list(Order.objects.values()) == before


def test_checkout_whose_invoice_was_made_afterwards_is_one_order(stripe, shop, now):
    invoice = invoice_once()
    record = fetch_invoice(invoice.id)
    paid = replace(record, external_id="cs_1", names=(("checkout_session", "cs_1"),))
    store_sale(paid, now=now)
    store_sale(record, now=now)
    order = Order.objects.get()
    assert order.external_id == invoice.id
    assert order.refs.filter(kind="checkout_session", ref="cs_1").exists()


@pytest.mark.parametrize("won", [True, False])
def test_disputed_order_is_paid_or_given_back_in_the_end(stripe, shop, now, won):
    intent = pay_once(sign_up())
    dispute = stripe.stripe.dispute(str(intent.latest_charge))["id"]
    refresh_order_of_dispute(dispute, now=now)
    assert Order.objects.get().payment_state == "disputed"
    stripe.stripe.decide_dispute(dispute, won=won)
    refresh_order_of_dispute(dispute, now=now)
    order = Order.objects.get()
    expected = ("paid", 0, 0) if won else ("refunded", 900, 1)
    assert (order.payment_state, order.refunded, order.refunds.count()) == expected


def test_parcel_written_down_at_stripe_is_on_its_way(stripe, shop, now):
    to = {"name": "Ada", "address": {"line1": "Lane 1"}, "carrier": "DHL", "tracking_number": "12"}
    refresh_order_of_intent(pay_once(sign_up(), shipping=to).id, now=now)
    order = Order.objects.get()
    parcel = order.fulfilments.get()
    assert (order.fulfilment_state, parcel.carrier, parcel.tracking_number) == (
        "shipped",
        "DHL",
        "12",
    )
    assert "12" in parcel.tracking_url


def _payment_alone(intent):
    """The sale as it looks where nobody knows yet that the payment is an invoice's."""
    with translated():
        return sale_of_intent(fetch_intent(intent), timezone.now())
