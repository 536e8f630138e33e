from datetime import UTC, datetime

import pytest

from accounts.models import Customer
from billing.bills import bill_of, bills_of
from billing.models import Operation, Order, Subscription
from tests.promises import promise

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def customer(shop):
    return Customer.objects.create(shop=shop, source="stripe", external_id="cus_1")


@pytest.fixture
def order(customer):
    """An invoice of Stripe's that was not paid: `order(payment_state="paid")`."""

    def made(**fields):
        about = {"customer": customer, "shop": customer.shop, "source": "stripe", "number": "1"}
        about |= {"external_id": "in_1", "placed_at": NOW, "currency": "EUR"}
        row = Order.objects.create(**{**about, "payment_state": "failed", **fields})
        row.refs.create(shop=customer.shop, source="stripe", kind="invoice", ref="in_1")
        return row

    return made


@pytest.mark.parametrize(
    ("state", "owed"),
    [
        ("failed", True),
        ("pending", True),
        ("requires_action", True),
        ("paid", False),
        ("void", False),
        ("refunded", False),
    ],
)
def test_what_is_not_paid_is_a_bill(customer, order, state, owed):
    order(payment_state=state)
    assert [bill.invoice_id for bill in bills_of([customer.pk])] == ["in_1"] * owed


@pytest.mark.parametrize(("state", "owed"), [("past_due", 1), ("cancelled", 0), ("expired", 0)])
def test_what_an_ended_subscription_owes_is_not_asked_for(customer, order, state, owed):
    about = {"customer": customer, "shop": customer.shop, "external_id": "sub_1", "state": state}
    times = dict.fromkeys(["state_since", "started_at", "fetched_at"], NOW)
    row = Subscription.objects.create(**about, **times, currency="EUR", amount=2400)
    order(subscription=row)
    assert len(bills_of([customer.pk])) == owed


def test_order_from_elsewhere_has_no_bill(customer, order):
    order(payment_state="pending").refs.all().delete()
    assert bills_of([customer.pk]) == []


@promise(20)
def test_stranger_has_no_bill_of_others(customer, order):
    order()
    assert bill_of([customer.pk], "in_1").order.number == "1"
    assert bill_of([customer.pk + 1], "in_1") is None


@pytest.mark.parametrize(("outcome", "checked"), [("unknown", True), ("refused", False)])
def test_bill_knows_whether_its_payment_is_being_checked(customer, order, outcome, checked):
    order()
    asked = {"customer": customer, "action": "pay_invoice", "actor": "customer"}
    Operation.objects.create(**asked, target="in_1", outcome=outcome)
    [bill] = bills_of([customer.pk])
    assert bill.is_being_checked is checked


def test_bills_take_one_query(customer, order, django_assert_num_queries):
    order()
    with django_assert_num_queries(1):
        assert bills_of([customer.pk])[0].order.subscription is None
