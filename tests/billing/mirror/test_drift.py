from datetime import timedelta

import pytest

from accounts.models import Customer
from billing.gateway.client import api
from billing.gateway.customers import fetch_customer
from billing.mirror.drift import drift_of
from billing.mirror.sync import everything_of, sync_customer
from billing.models import Card, Order, OrderLine, Subscription
from tests.billing.buying import sign_up, subscribe


@pytest.fixture
def bought(stripe, shop, now):
    bought = subscribe()
    sync_customer(shop, bought.customer, now)
    return bought


def _drift(external_id):
    return drift_of(everything_of(fetch_customer(external_id)))


def _add_a_row_of_nothing(model, **values):
    row = model.objects.get()
    row.pk, row.external_id = None, "not_there"
    row.save()
    model.objects.filter(pk=row.pk).update(**values)


def _told(drift):
    return [str(one) for one in drift.differences]


def test_what_was_just_written_does_not_differ(bought):
    assert _drift(bought.customer) == []


@pytest.mark.parametrize(
    ("model", "kind", "values"),
    [
        (Customer, "customer", {"email": "e@x.org", "name": "E", "deleted_at": "2026-01-31T00Z"}),
        (Card, "card", {"last4": "0000", "exp_month": 13, "is_default": False}),
        (Subscription, "subscription", {"state": "", "items": [], "current_period_end": None}),
        (Order, "order", {"number": "X", "total": 1, "payment_state": "x", "subscription": None}),
    ],
)
def test_changed_fields_are_told(bought, model, kind, values):
    model.objects.update(**values)
    (drift,) = _drift(bought.customer)
    assert (drift.kind, drift.where) == (kind, "both")
    assert {one.field for one in drift.differences} == set(values)


def test_ours_and_stripes_value_are_told(bought):
    Subscription.objects.update(amount=1)
    (drift,) = _drift(bought.customer)
    assert _told(drift) == ["amount: ours 1, Stripe's 2400"]


def test_lost_parts_of_an_order_are_told(bought):
    OrderLine.objects.all().delete()
    Subscription.objects.get().products.clear()
    told = {
        drift.kind: [one.field for one in drift.differences] for drift in _drift(bought.customer)
    }
    assert told == {"order": ["lines"], "subscription": ["products"]}


def test_refund_we_have_not_heard_of_is_told(bought):
    paid = api().invoice_payments.list({"invoice": bought.invoice}).data[0].payment.payment_intent
    api().refunds.create({"payment_intent": str(paid), "amount": 500})
    (drift,) = _drift(bought.customer)
    assert [one.field for one in drift.differences] == ["refunded", "payment_state", "refunds"]


def test_rows_we_lack_are_told(bought):
    for model in (Order, Card, Subscription):
        model.objects.all().delete()
    told = {(one.kind, one.external_id, one.where.value) for one in _drift(bought.customer)}
    assert told == {
        ("card", bought.card, "stripe"),
        ("subscription", bought.subscription, "stripe"),
        ("order", bought.invoice, "stripe"),
    }


def test_customer_we_lack_is_told_with_all_that_is_theirs(stripe, shop):
    bought = subscribe()
    kinds = [(one.kind, one.where.value) for one in _drift(bought.customer)]
    assert kinds == [(kind, "stripe") for kind in ("customer", "card", "subscription", "order")]


def test_rows_that_stripe_does_not_have_are_told(bought):
    for model in (Card, Subscription, Order):
        _add_a_row_of_nothing(model)
    assert [str(drift) for drift in _drift(bought.customer)] == [
        "card not_there is not at Stripe",
        "subscription not_there is not at Stripe",
        "order not_there is not at Stripe",
    ]


def test_tombstones_are_no_drift(bought):
    _add_a_row_of_nothing(Subscription, state="cancelled")
    _add_a_row_of_nothing(Order, payment_state="void")
    assert _drift(bought.customer) == []


def test_row_written_after_stripe_was_asked_is_the_later_truth(bought, now):
    later = now + timedelta(hours=1)
    Customer.objects.update(name="x", fetched_at=later)
    Card.objects.update(brand="x", fetched_at=later)
    Subscription.objects.update(currency="XXX", fetched_at=later)
    Order.objects.update(currency="XXX", source_updated_at=later)
    assert _drift(bought.customer) == []


def test_text_names_the_row_and_no_value(bought):
    Customer.objects.update(email="eve@example.com", name="Eve")
    (drift,) = _drift(bought.customer)
    assert str(drift) == f"customer {bought.customer} differs (email, name)"


def test_comparing_writes_nothing(bought):
    Order.objects.update(total=1)
    found = everything_of(fetch_customer(bought.customer))
    before = list(Order.objects.values())
    drift_of(found)
    assert list(Order.objects.values()) == before


def test_customer_without_anything_is_compared(stripe, shop, now):
    customer = sign_up()
    sync_customer(shop, customer, now)
    assert _drift(customer) == []
