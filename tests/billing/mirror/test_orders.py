from dataclasses import replace

import pytest

from billing.gateway.client import api
from billing.gateway.invoices import fetch_invoice
from billing.gateway.records import PaymentRecord
from billing.mirror import orders
from billing.mirror.orders import (
    payment_state_of,
    refresh_order_of_charge,
    refresh_order_of_invoice,
    refresh_order_of_refund,
    store_invoice,
)
from billing.models import Order, OrderRef, Product, Subscription
from tests.billing.buying import sign_up, subscribe

OPEN = PaymentRecord("pi_1", "", "requires_payment_method", disputed=False, refunded=0)
DONE = PaymentRecord("pi_1", "ch_1", "succeeded", disputed=False, refunded=0)


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
    store_invoice(replace(record, refunds=(failed,)), now=now)
    assert Order.objects.get().refunds.get().status == "failed"


def test_older_answer_does_not_overwrite_a_newer_one(stripe, shop, now):
    bought = subscribe()
    refresh_order_of_invoice(bought.invoice, now=now)
    older = fetch_invoice(bought.invoice)
    api().refunds.create({"charge": _charge()})
    refresh_order_of_invoice(bought.invoice, now=now)
    store_invoice(older, now=now)
    order = Order.objects.get()
    assert (order.payment_state, order.refunds.count()) == ("refunded", 1)


def test_same_answer_again_still_counts_as_newer(stripe, shop, now):
    bought = subscribe()
    refresh_order_of_invoice(bought.invoice, now=now)
    between = replace(fetch_invoice(bought.invoice), status="void")
    refresh_order_of_invoice(bought.invoice, now=now)
    store_invoice(between, now=now)
    assert Order.objects.get().payment_state == "paid"


def test_dispute_is_seen_on_its_order(stripe, shop, now, monkeypatch):
    bought = subscribe()
    disputed = replace(DONE, disputed=True)
    record = replace(fetch_invoice(bought.invoice), payments=(disputed,))
    monkeypatch.setattr(orders, "invoice_id_of", lambda kind, one: f"{kind} {one}")
    monkeypatch.setattr(orders, "fetch_invoice", {"dispute du_1": record}.get)
    orders.refresh_order_of_dispute("du_1", now=now)
    assert Order.objects.get().payment_state == "disputed"


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


def test_free_trial_has_an_order_to_sign_in_with(stripe, shop, now):
    bought = subscribe(trial_period_days=14)
    refresh_order_of_invoice(bought.invoice, now=now)
    order = Order.objects.get()
    assert (order.total, order.payment_state, bool(order.number)) == (0, "paid", True)


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"status": "open", "attempted": False, "payments": (OPEN,)}, "pending"),
        ({"status": "open", "payments": (OPEN,)}, "failed"),
        (
            {"status": "open", "payments": (replace(OPEN, status="requires_action"),)},
            "requires_action",
        ),
        ({"status": "uncollectible", "payments": (OPEN,)}, "failed"),
        ({"status": "void", "payments": ()}, "void"),
        ({"payments": (DONE,)}, "paid"),
        ({"payments": (replace(DONE, refunded=1),)}, "partially_refunded"),
        ({"payments": (replace(DONE, refunded=2400),)}, "refunded"),
        ({"payments": (replace(DONE, disputed=True),)}, "disputed"),
        ({"status": "hibernating", "attempted": False, "payments": ()}, "pending"),
    ],
)
def test_how_the_payment_stands(stripe, fields, state):
    record = fetch_invoice(subscribe().invoice)
    assert payment_state_of(replace(record, **fields)) == state
