import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import Customer, StaffUser
from billing.models import Order, SharedAddress
from tests.promises import promise

LIST = "/admin/shared-addresses/"


@pytest.fixture
def case(people, now):
    """Two customers with one address, and an order that names it alone."""
    first = people["any"]
    Customer.objects.create(
        shop=first.shop, source="stripe", external_id="cus_twin", email=first.email, name="Twin"
    )
    Order.objects.create(
        shop=first.shop,
        source="csv",
        external_id="W-1",
        number="W-1",
        email=first.email,
        placed_at=now,
        currency="EUR",
    )
    return SharedAddress.objects.create(
        shop=first.shop, email=first.email, because="orders", opened_at=now
    )


def _staff(*permissions):
    user = StaffUser.objects.create_user("staff@example.com", "a-long-password", is_staff=True)
    wanted = ["access_admin", *permissions]
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    client = Client(headers={"host": "admin.localhost"})
    client.force_login(user)
    return client


def _owner():
    return Order.objects.get(external_id="W-1").customer


@promise(21)
def test_staff_says_whose_the_orders_are(case):
    twin = Customer.objects.get(external_id="cus_twin")
    client = _staff("change_sharedaddress")
    page = client.get(f"{LIST}{case.pk}/").content.decode()
    assert "W-1" in page
    assert client.post(f"{LIST}{case.pk}/", {"customer": twin.pk}).status_code == 302
    assert _owner() == twin
    assert twin.audit_entries.exists()


@promise(21)
def test_nobody_is_an_answer_too(case):
    _staff("change_sharedaddress").post(f"{LIST}{case.pk}/", {"customer": "nobody"})
    case.refresh_from_db()
    assert (_owner(), case.customer) == (None, None)
    assert case.decided_at is not None


def test_only_who_has_the_address_can_be_chosen(case, people):
    other = people["active"].pk
    answer = _staff("change_sharedaddress").post(f"{LIST}{case.pk}/", {"customer": other})
    assert "Select a valid choice" in answer.content.decode()
    assert _owner() is None


def test_whoever_may_only_look_decides_nothing(case):
    client = _staff("view_sharedaddress")
    assert case.email in client.get(LIST).content.decode()
    assert client.post(f"{LIST}{case.pk}/", {"customer": "nobody"}).status_code == 302
    case.refresh_from_db()
    assert case.decided_at is None


def test_home_tells_what_waits_to_whoever_may_see_it(case):
    assert (
        "shared address to decide" in _staff("view_sharedaddress").get("/admin/").content.decode()
    )


def test_home_is_silent_to_others(case):
    assert "shared address" not in _staff().get("/admin/").content.decode()


def test_an_address_made_up_by_hand_is_not_found(db):
    client = _staff("change_sharedaddress")
    assert [client.get(f"{LIST}{key}/").status_code for key in ("x", "0")] == [404, 404]
