from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from accounts.models import Customer, StaffUser
from billing import matching
from billing.models import AuditEntry, CustomerFacts, Order, SharedAddress
from billing.orders import upsert_orders
from billing.sources.records import OrderRecord
from portals.models import Shop
from tests.promises import promise

NOW = datetime(2026, 2, 1, tzinfo=UTC)
ADA = "ada@example.com"
ORDER = OrderRecord("1001", "KC-1001", ADA, NOW, "EUR", 1300)


@pytest.fixture
def staff(db):
    return StaffUser.objects.create(email="staff@example.com")


@pytest.fixture
def both(shop):
    """Two customers with one address."""
    return [
        Customer.objects.create(shop=shop, source="stripe", external_id=name, email=ADA)
        for name in ("cus_1", "cus_2")
    ]


def tell(shop, *records):
    upsert_orders(shop, "shop", records, now=NOW)


def open_case(shop):
    (case,) = matching.open_cases([shop.pk])
    return case


@promise(21)
def test_an_address_of_nobody_makes_a_customer_and_of_one_names_them(shop):
    ada = Customer.objects.create(shop=shop, source="stripe", external_id="cus_1", email=ADA)
    tell(shop, ORDER, replace(ORDER, external_id="2", email="bob@example.com"))
    assert list(ada.orders.values_list("number", flat=True)) == ["KC-1001"]
    assert Customer.objects.get(email="bob@example.com").orders.count() == 1
    assert not matching.open_cases([shop.pk])


@promise(21)
def test_a_guest_of_stripes_is_nobody_that_orders_from_elsewhere_could_mean(shop):
    upsert_orders(shop, "stripe", [replace(ORDER, external_id="pi_1")], now=NOW)
    tell(shop, ORDER)
    sources = Order.objects.order_by("pk").values_list("customer__source", flat=True)
    assert list(sources) == ["stripe_guest", "shop"]
    assert not matching.open_cases([shop.pk])


@promise(21)
def test_an_address_of_two_waits_for_staff_as_one_case(shop, both):
    tell(shop, ORDER, replace(ORDER, external_id="1002"))
    tell(shop, replace(ORDER, total=1))
    case = open_case(shop)
    assert (case.email, case.because) == (ADA, "orders")
    assert list(matching.candidates(case)) == both
    assert {order.customer for order in matching.waiting_orders(case)} == {None}
    assert matching.waiting_orders(case).count() == 2


def test_a_dry_run_opens_no_case(shop, both):
    from billing.orders import compare_orders

    assert compare_orders(shop, "shop", [ORDER]).without_customer == 1
    assert not SharedAddress.objects.exists()


@promise(21)
def test_what_staff_decide_holds_for_what_waits_and_what_comes(shop, both, staff):
    tell(shop, ORDER)
    assert matching.decide(open_case(shop), customer=both[1], by=staff, now=NOW) == 1
    tell(shop, replace(ORDER, external_id="1002"))
    assert both[1].orders.count() == 2
    assert CustomerFacts.objects.get(customer=both[1]).orders_count == 2
    assert not matching.open_cases([shop.pk])


@promise(28)
def test_a_decision_leaves_an_entry_with_everybody_it_is_about(shop, both, staff):
    tell(shop, ORDER)
    matching.decide(open_case(shop), customer=both[0], by=staff, now=NOW)
    entries = AuditEntry.objects.values_list("customer", "action", "target", "actor")
    actor = f"staff:{staff.pk}"
    assert list(entries) == [
        (both[0].pk, "decide_address", ADA, actor),
        (both[1].pk, "decide_address", ADA, actor),
        (both[0].pk, "assign_order", "1001", actor),
    ]


@promise(21)
def test_orders_may_stay_nobodys_and_are_not_asked_about_again(shop, both, staff):
    tell(shop, ORDER)
    assert matching.decide(open_case(shop), customer=None, by=staff, now=NOW) == 0
    tell(shop, replace(ORDER, external_id="1002"))
    assert not Order.objects.exclude(customer=None).exists()
    assert Customer.objects.count() == 2
    assert not matching.open_cases([shop.pk])


def test_a_decision_for_somebody_who_is_gone_is_asked_for_anew(shop, both, staff):
    third = Customer.objects.create(shop=shop, source="csv", external_id="x", email=ADA)
    tell(shop, ORDER)
    matching.decide(open_case(shop), customer=third, by=staff, now=NOW)
    Customer.objects.filter(pk=third.pk).update(deleted_at=NOW)
    tell(shop, replace(ORDER, external_id="1002"))
    assert list(matching.waiting_orders(open_case(shop)).values_list("external_id")) == [("1002",)]


@promise(21)
@pytest.mark.parametrize(
    "fields", [{"email": "bob@example.com"}, {"deleted_at": NOW}, {"shop": None}]
)
def test_only_who_has_the_address_can_be_meant(shop, both, staff, fields):
    tell(shop, ORDER)
    changed = (
        {**fields, "shop": Shop.objects.create(name="Elsewhere")} if "shop" in fields else fields
    )
    Customer.objects.filter(pk=both[0].pk).update(**changed)
    with pytest.raises(matching.NotACandidate):
        matching.decide(open_case(shop), customer=both[0], by=staff, now=NOW)
    assert not AuditEntry.objects.exists()


def test_cases_of_other_shops_are_not_listed(shop, both):
    tell(shop, ORDER)
    assert not matching.open_cases([Shop.objects.create(name="Elsewhere").pk])
