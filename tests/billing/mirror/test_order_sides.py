from __future__ import annotations

import pytest

from billing.gateway.customers import fetch_customer
from billing.mirror.drift import drift_of
from billing.mirror.orders import refresh_order_of_invoice
from billing.mirror.sync import everything_of, sync_customer
from billing.models import Fulfilment, Order, OrderRef
from billing.orders import upsert_orders
from billing.sources.records import OrderRecord
from tests.billing.buying import subscribe
from tests.billing.sales import check_out, intent_of, pay_once
from tests.promises import promise


@pytest.fixture
def bought(stripe, shop, now):
    bought = subscribe()
    sync_customer(shop, bought.customer, now)
    return bought


@pytest.fixture
def merged(bought, shop, now):
    """Stripe's sale is the shop's order, of other lines, another number and another total."""
    refs = (("payment_intent", intent_of(bought.invoice)),)
    record = OrderRecord("1001", "KC-1", "ada@example.com", now, "EUR", 5000, refs=refs)
    upsert_orders(shop, "shop", [record], now=now)
    return Order.objects.get()


def told(bought):
    drifts = drift_of(everything_of(fetch_customer(bought.customer)))
    return [
        (one.external_id, [field.field for field in one.differences])
        for one in drifts
        if one.kind == "order"
    ]


def test_checkouts_and_bare_payments_are_compared_too(bought, stripe, shop, now):
    session, intent = check_out(stripe, bought.customer), pay_once(bought.customer)
    assert {name for name, _fields in told(bought)} == {session.id, intent.id}
    sync_customer(shop, bought.customer, now)
    assert told(bought) == []


@promise(8)
def test_an_order_that_is_the_shops_too_is_no_drift(bought, merged):
    assert (merged.source, merged.payment_source) == ("shop", "stripe")
    assert told(bought) == []


@promise(8)
def test_how_it_is_paid_is_compared_and_mended(bought, merged, shop, now):
    payments = {name: {**kept, "state": "failed"} for name, kept in merged.payments.items()}
    Order.objects.update(payments=payments, payment_state="failed")
    assert told(bought) == [(bought.invoice, ["payments"])]
    sync_customer(shop, bought.customer, now)
    assert (told(bought), Order.objects.get().payment_state) == ([], "paid")


def test_a_sale_kept_by_a_lesser_name_is_told_and_mended(bought, now):
    intent = intent_of(bought.invoice)
    Order.objects.update(external_id=intent)
    OrderRef.objects.filter(kind__in=["order", "invoice"]).delete()
    Fulfilment.objects.create(order=Order.objects.get(), external_id="p-1")
    assert [name for name, _fields in told(bought)] == [bought.invoice, intent]
    refresh_order_of_invoice(bought.invoice, now=now)
    assert told(bought) == []
    assert Fulfilment.objects.get().order == Order.objects.get()
