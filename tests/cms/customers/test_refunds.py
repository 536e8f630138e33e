import uuid

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import StaffUser
from billing.models import Order, OrderRef
from cms.customers import refunds


@pytest.fixture
def order(people):
    order = Order.objects.filter(customer=people["any"]).get()
    order.total, order.refunded, order.currency = 5000, 1000, "EUR"
    order.save()
    OrderRef.objects.create(
        shop_id=order.shop_id, source="stripe", kind="payment_intent", ref="pi_1", order=order
    )
    return order


@pytest.fixture
def asked(monkeypatch):
    """What was asked for, in place of asking Stripe."""
    asked = []

    class Refused(Exception):
        outcome, message = "refused", "Stripe refused."

    def refund(order, asking, *, amount, reason):
        asked.append((order.pk, asking.actor, amount, reason))
        return Refused()

    monkeypatch.setattr(refunds, "refund_order", refund)
    return asked


def _staff(*permissions):
    user = StaffUser.objects.create_user("staff@example.com", "a-long-password", is_staff=True)
    wanted = ["access_admin", "view_customer", *permissions]
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    client = Client(headers={"host": "admin.localhost"})
    client.force_login(user)
    return client


def _form(**changes):
    reason = "requested_by_customer"
    return {"operation_id": uuid.uuid4(), "amount": "40.00", "reason": reason, **changes}


def test_money_is_given_back_in_the_staffs_name_in_minor_units(order, asked):
    answer = _staff("refund_order").post(f"/admin/customers/refund/{order.pk}/", _form())
    assert answer.status_code == 302
    ((pk, actor, amount, reason),) = asked
    assert (pk, amount, reason) == (order.pk, 4000, "requested_by_customer")
    assert actor.startswith("staff:")


def test_without_the_permission_there_is_no_such_page_and_no_link(order, asked):
    client = _staff()
    assert client.post(f"/admin/customers/refund/{order.pk}/", _form()).status_code == 404
    assert "refund/" not in client.get(f"/admin/customers/{order.customer_id}/").content.decode()
    assert asked == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"amount": "40.01"}, "more than was paid"),
        ({"amount": "1.005"}, "no more digits"),
        ({"amount": "0"}, "greater than or equal"),
        ({"amount": "-5"}, "greater than or equal"),
        ({"amount": "NaN"}, "Enter a number"),
        ({"reason": "spite"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_given_back_is_said(order, asked, changes, told):
    url = f"/admin/customers/refund/{order.pk}/"
    answer = _staff("refund_order").post(url, _form(**changes))
    assert told in answer.content.decode()
    assert asked == []


def test_an_order_with_nothing_left_leads_back(order, asked):
    Order.objects.update(refunded=5000)
    answer = _staff("refund_order").get(f"/admin/customers/refund/{order.pk}/")
    assert answer.url == f"/admin/customers/{order.customer_id}/"


def test_staff_finds_a_customer_by_address_and_by_order(order):
    client = _staff()
    for query in ("any@", order.number.lower(), order.customer.name[:3]):
        listed = client.get("/admin/customers/results/", {"q": query}).content.decode()
        assert "any@example.com" in listed
    assert "any@" not in client.get("/admin/customers/results/", {"q": "nobody"}).content.decode()
