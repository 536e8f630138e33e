from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import Customer, StaffUser
from billing.models import Order, SharedAddress
from billing.orders import upsert_orders
from billing.sources.records import OrderRecord
from cms.shared_addresses.viewset import shared_address_permissions
from portals.models import Shop
from tests.docs.reading import guide

TEXT = guide("whose-orders-are-these")
NOW = datetime(2026, 2, 1, tzinfo=UTC)
ORDER = OrderRecord("1001", "KC-1001", "ada@example.com", NOW, "EUR", 1300)


@pytest.fixture
def both(shop):
    """Two customers of one shop with one address, and an order that names it alone."""
    shop = Shop.objects.get()
    fields = {"shop": shop, "source": "stripe", "email": ORDER.email}
    people = [Customer.objects.create(external_id=name, **fields) for name in ("cus_1", "cus_2")]
    upsert_orders(shop, "shop", [ORDER], now=NOW)
    return people


@pytest.fixture
def staff(both):
    user = StaffUser.objects.create_user("staff@example.com", "a-long-password", is_staff=True)
    user.user_permissions.set(
        shared_address_permissions() | Permission.objects.filter(codename="access_admin")
    )
    client = Client(headers={"host": "admin.localhost"})
    client.force_login(user)
    return client


def decide(staff, answer):
    case = SharedAddress.objects.get()
    return staff.post(f"/admin/shared-addresses/{case.pk}/", {"customer": answer})


def later(customer):
    """One more order of the address."""
    upsert_orders(customer.shop, "shop", [replace(ORDER, external_id="2", number="2")], now=NOW)
    return Order.objects.get(external_id="2").customer


def test_home_and_the_question_are_worded_as_in_the_text(staff):
    home = staff.get("/admin/").content.decode()
    page = staff.get(f"/admin/shared-addresses/{SharedAddress.objects.get().pk}/")
    assert "<span>1</span> shared address to decide" in home
    assert "*1 shared address to decide*" in TEXT
    choices = dict(page.context["form"].fields["customer"].choices)
    assert f"*{choices['nobody']}*" in TEXT
    assert "*Decide*" in TEXT


def test_nobody_sees_the_order_until_it_is_decided(both):
    assert Order.objects.get().customer is None


def test_a_chosen_customer_gets_what_waits_and_what_comes_later(staff, both):
    decide(staff, both[1].pk)
    assert Order.objects.get().customer == both[1]
    assert later(both[1]) == both[1]


def test_left_apart_later_orders_stay_apart_and_nobody_is_asked_again(staff, both):
    decide(staff, "nobody")
    assert later(both[0]) is None
    assert SharedAddress.objects.get().decided_at is not None


def test_a_second_decision_leaves_what_was_given(staff, both):
    decide(staff, both[1].pk)
    decide(staff, both[0].pk)
    assert Order.objects.get().customer == both[1]
    assert later(both[0]) == both[0]


def test_once_the_chosen_one_is_deleted_staff_is_asked_again(staff, both):
    third = Customer.objects.create(
        shop=both[0].shop, source="stripe", external_id="cus_3", email=ORDER.email
    )
    decide(staff, third.pk)
    Customer.objects.filter(pk=third.pk).update(deleted_at=NOW)
    assert later(both[0]) is None
    assert SharedAddress.objects.get().decided_at is None


def test_the_decision_is_in_the_story_of_everybody_who_has_the_address(staff, both):
    decide(staff, both[1].pk)
    assert all(one.audit_entries.filter(action="decide_address").exists() for one in both)
