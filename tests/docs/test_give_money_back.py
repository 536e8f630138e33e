from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import StaffUser
from billing.actions.refund import RefundReason
from billing.models import Order, OrderRef
from cms.customers.refunds import RefundForm
from cms.customers.viewset import customer_permissions
from tests.docs.reading import guide, table

TEXT = guide("give-money-back")


@pytest.fixture
def staff(people):
    """Somebody of the group that the text speaks of."""
    user = StaffUser.objects.create_user("staff@example.com", "a-long-password", is_staff=True)
    user.user_permissions.set(
        customer_permissions() | Permission.objects.filter(codename="access_admin")
    )
    client = Client(headers={"host": "admin.localhost"})
    client.force_login(user)
    return client


def test_the_reasons_in_the_text_are_those_there_are():
    labels = [str(label) for label in RefundReason.labels]
    assert [row[0].strip(" |") for row in table(TEXT, "Reason")] == labels


def test_the_form_asks_what_the_text_says():
    labels = [str(field.label) for field in RefundForm.base_fields.values() if field.label]
    assert labels == ["Amount", "Reason"]
    assert all(f"*{label}*" in TEXT for label in labels)


@pytest.mark.django_db
def test_the_permission_in_the_text_is_one_a_group_can_be_given():
    names = customer_permissions().values_list("name", flat=True)
    assert [name for name in names if f"*{name}*" in TEXT] == ["Can give money back on an order"]


def test_customers_are_found_by_all_that_the_text_names(staff, people):
    anna = people["any"]
    number = Order.objects.get(customer=anna).number
    for asked in (anna.name, anna.email[:3], anna.external_id, number):
        page = staff.get("/admin/customers/", {"q": asked}).content.decode()
        assert anna.email in page, asked


def test_an_order_paid_through_stripe_has_the_link_and_no_other(staff, people):
    order = Order.objects.get(customer=people["any"])
    address = f"/admin/customers/{order.customer_id}/"
    assert ">Refund<" not in staff.get(address).content.decode()
    OrderRef.objects.create(
        shop_id=order.shop_id, source="stripe", kind="payment_intent", ref="pi_1", order=order
    )
    Order.objects.filter(pk=order.pk).update(total=2400)
    assert ">Refund<" in staff.get(address).content.decode()
