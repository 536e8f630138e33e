"""What two systems tell of one sale is one order, in whatever order they tell it."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from django.db import connection

from accounts.models import Customer
from billing.models import CustomerFacts, Fulfilment, Order, OrderRef, OrderRefund
from billing.orders import upsert_orders
from billing.sources.records import FulfilmentRecord, OrderLineRecord, OrderRecord
from billing.sources.refunds import RefundRecord

NOW = datetime(2026, 2, 1, tzinfo=UTC)
ADA = "ada@example.com"
SHOPS = OrderRecord(
    "1001", "KC-1001", ADA, NOW, "EUR", 2000,
    lines=(OrderLineRecord("Tea", 2, 1000, 2000),),
    refs=(("payment_intent", "pi_1"),),
)  # fmt: skip
STRIPES = OrderRecord(
    "in_1", "IN-1", ADA, NOW, "EUR", 1900,
    lines=(OrderLineRecord("Payment", 1, 1900, 1900),),
    refs=(("invoice", "in_1"), ("payment_intent", "pi_1"), ("charge", "ch_1")),
    source_updated_at=NOW,
    refunds=(),
)  # fmt: skip
PAYMENT = replace(STRIPES, external_id="pi_1", number="pi_1", refs=STRIPES.refs[1:])
REFUNDED = replace(
    STRIPES,
    payment_state="partially_refunded",
    refunded=400,
    refunds=(RefundRecord("re_1", 400, NOW),),
    source_updated_at=NOW + timedelta(seconds=1),
)


def tell(shop, source, *records):
    return upsert_orders(shop, source, records, now=NOW)


def _picture():
    """All that is kept of the one order, but for our own ids."""
    order = Order.objects.get()
    left_out = {"id", "seen_at", "_state", "customer_id", "content_hash", "source_updated_at"}
    return (
        {name: value for name, value in vars(order).items() if name not in left_out},
        order.customer.email,
        sorted(order.refs.values_list("source", "kind", "ref")),
        sorted(order.lines.values_list("name", "total")),
        sorted(order.refunds.values_list("external_id", "amount")),
        sorted(order.fulfilments.values_list("external_id")),
        CustomerFacts.objects.get(customer=order.customer).spent,
    )


def test_the_shops_order_and_stripes_sale_are_one_in_every_order(shop):
    told = [("shop", SHOPS), ("stripe", PAYMENT), ("stripe", STRIPES), ("stripe", REFUNDED)]
    pictures = []
    for turn in permutations(told):
        Order.objects.all().delete()
        for source, record in turn:
            tell(shop, source, record)
        pictures.append(_picture())
    assert all(picture == pictures[0] for picture in pictures)
    order, _email, refs, lines, refunds, _parcels, spent = pictures[0]
    assert (order["source"], order["external_id"], order["number"]) == ("shop", "1001", "KC-1001")
    assert (order["payment_source"], order["payment_state"]) == ("stripe", "partially_refunded")
    assert (lines, refunds, spent) == ([("Tea", 2000)], [("re_1", 400)], {"EUR": 1600})
    assert {("stripe", "invoice", "in_1"), ("shop", "order", "1001")} <= set(refs)


def test_the_shop_may_name_the_invoice_too(shop):
    tell(shop, "stripe", STRIPES)
    tell(shop, "shop", replace(SHOPS, refs=(("invoice", "in_1"),)))
    assert Order.objects.get().number == "KC-1001"


def test_what_the_shop_says_of_payment_does_not_count_once_stripe_has_spoken(shop):
    tell(shop, "shop", SHOPS)
    tell(shop, "stripe", REFUNDED)
    tell(shop, "shop", replace(SHOPS, total=2100, payment_state="paid"))
    order = Order.objects.get()
    assert (order.total, order.payment_state, order.refunded) == (2100, "partially_refunded", 400)


def test_an_older_answer_of_stripes_does_not_win(shop):
    tell(shop, "shop", SHOPS)
    tell(shop, "stripe", REFUNDED)
    tell(shop, "stripe", STRIPES)
    assert Order.objects.get().payment_state == "partially_refunded"


@pytest.mark.parametrize("turn", list(permutations(range(3))))
def test_a_second_try_that_was_paid_counts_whenever_the_first_is_told_of(shop, turn):
    first = replace(PAYMENT, external_id="pi_0", refs=(("payment_intent", "pi_0"),))
    told = [
        ("shop", replace(SHOPS, refs=(*SHOPS.refs, ("payment_intent", "pi_0")))),
        ("stripe", replace(first, payment_state="failed")),
        ("stripe", PAYMENT),
    ]
    for place in turn:
        tell(shop, *told[place])
    order = Order.objects.get()
    assert (order.payment_state, order.total) == ("paid", 2000)


@pytest.mark.parametrize("turn", list(permutations(range(2))))
def test_a_payment_that_was_given_up_says_nothing_of_an_order_paid_elsewhere(shop, turn):
    told = [("shop", SHOPS), ("stripe", replace(PAYMENT, payment_state="void"))]
    for place in turn:
        tell(shop, *told[place])
    order = Order.objects.get()
    assert (order.payment_state, order.payment_source) == ("paid", "")


@pytest.mark.parametrize("turn", list(permutations(range(2))))
def test_whose_it_is_stripe_knows_by_id_and_the_shop_by_address_only(shop, turn):
    ada = Customer.objects.create(shop=shop, source="stripe", external_id="cus_1", email=ADA)
    told = [
        ("shop", replace(SHOPS, email="work@example.com")),
        ("stripe", replace(STRIPES, customer_id=ada.pk)),
    ]
    for place in turn:
        tell(shop, *told[place])
    tell(shop, "shop", replace(SHOPS, email="work@example.com", total=1))
    order = Order.objects.get()
    assert (order.customer, order.email) == (ada, "work@example.com")


def test_parcels_of_both_stay_and_where_it_is_the_shop_says(shop):
    parcel = FulfilmentRecord("pi_1", "DHL", "12")
    tell(shop, "stripe", replace(PAYMENT, fulfilments=(parcel,), fulfilment_state="shipped"))
    own = (FulfilmentRecord("p-1"),)
    tell(shop, "shop", replace(SHOPS, fulfilments=own, fulfilment_state="partial"))
    order = Order.objects.get()
    assert order.fulfilment_state == "partial"
    assert set(order.fulfilments.values_list("external_id", flat=True)) == {"pi_1", "p-1"}


@pytest.mark.parametrize("source", ["shop", "stripe"])
def test_where_a_parcel_is_belongs_to_who_sends_it(shop, source):
    record = replace(SHOPS if source == "shop" else STRIPES)
    tell(shop, source, record)
    order = Order.objects.get()
    Order.objects.update(fulfilment_source="warehouse", fulfilment_state="delivered")
    Fulfilment.objects.create(order=order, external_id="p-1", carrier="DHL", status="delivered")
    late = FulfilmentRecord("p-1", "Post")
    tell(shop, source, replace(record, total=1, fulfilment_state="shipped", fulfilments=(late,)))
    order.refresh_from_db()
    assert (order.total, order.fulfilment_state) == (1, "delivered")
    assert order.fulfilments.get().carrier == "DHL"


def test_two_orders_of_a_shop_with_one_payment_stay_two(shop):
    tell(shop, "shop", SHOPS, replace(SHOPS, external_id="1002", number="KC-1002"))
    tell(shop, "till", SHOPS)
    tell(shop, "stripe", STRIPES)
    states = Order.objects.order_by("pk").values_list("external_id", "payment_source")
    assert list(states) == [("1001", "stripe"), ("1002", ""), ("1001", "")]


def test_of_two_orders_with_one_payment_the_first_has_it_though_stripe_spoke_before(shop):
    tell(shop, "stripe", STRIPES)
    tell(shop, "shop", SHOPS, replace(SHOPS, external_id="1002", number="KC-1002"))
    states = Order.objects.order_by("external_id").values_list("external_id", "payment_source")
    assert list(states) == [("1001", "stripe"), ("1002", "")]


def test_an_id_of_the_shops_own_is_not_stripes(shop):
    tell(shop, "shop", replace(SHOPS, refs=(("invoice", "R-77"), ("charge", "1"))))
    assert set(OrderRef.objects.values_list("source", flat=True)) == {"shop"}


def test_the_same_payment_in_another_shop_is_another_order(shop):
    other = type(shop).objects.create(name="Elsewhere")
    tell(other, "shop", SHOPS)
    tell(shop, "stripe", STRIPES)
    assert Order.objects.count() == 2


def test_telling_all_of_it_again_changes_nothing(shop):
    told = [("shop", SHOPS), ("stripe", STRIPES)]
    for source, record in told:
        tell(shop, source, record)
    before = _picture(), Order.objects.get().pk
    results = [tell(shop, source, record) for source, record in told]
    assert (_picture(), Order.objects.get().pk) == before
    assert [(one.new, one.changed, one.unchanged) for one in results] == [(0, 0, 1), (0, 0, 1)]


@pytest.mark.django_db(transaction=True)
def test_told_of_at_the_same_moment_it_is_one_order(shop):
    faults = at_once(shop, ("shop", SHOPS), ("stripe", PAYMENT), ("stripe", REFUNDED))
    assert faults == []
    order = Order.objects.get()
    assert (order.source, order.payment_state) == ("shop", "partially_refunded")
    assert order.refs.count() == 6
    assert OrderRefund.objects.get().order == order


def at_once(shop, *told):
    """Tell each in a thread of its own, at one moment; return what went wrong."""
    gate, faults = threading.Barrier(len(told)), []

    def say(source, record):
        try:
            gate.wait(30)
            tell(shop, source, record)
        except Exception as fault:  # noqa: BLE001
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=say, args=one) for one in told]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return faults
