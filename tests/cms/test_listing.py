"""Lists in the editor: who finds them in the menu, and who is told that something waits there."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import CustomerAccount, PrivacyRequest
from cms.privacy.viewset import REQUESTS
from cms.shared_addresses.viewset import CASES
from tests.cms.staff import client_of, member
from tests.pages import make_home, text

LISTS = {
    "privacy-requests": "accounts.view_privacyrequest",
    "shared-addresses": "billing.view_sharedaddress",
    "stripe-events": "billing.view_stripeevent",
    "emails": "billing.view_notice",
    "order-keys": "billing.view_orderskey",
    "stripe-accounts": "billing.view_stripeaccount",
    "customers": "accounts.view_customer",
}


@pytest.fixture
def home_of(shop):
    """The editor's home as somebody with these permissions finds it."""
    page = make_home(shop, text("Home"))
    return lambda *names: client_of(member(page, *names)).get("/admin/").content.decode()


@pytest.mark.parametrize(("name", "permission"), LISTS.items())
def test_a_list_is_in_the_menu_of_whoever_may_open_it_alone(home_of, name, permission):
    shown = home_of(permission)
    assert [one for one in LISTS if f"/admin/{one}/" in shown] == [name]


@pytest.mark.parametrize("viewset", [REQUESTS, CASES])
def test_every_view_has_an_address_below_the_list(viewset):
    top = reverse(viewset.get_url_name("index"), urlconf="cms.urls.staff")
    assert top == f"/admin/{viewset.name}/"
    edit = reverse(viewset.get_url_name("edit"), urlconf="cms.urls.staff", args=[_key(viewset)])
    assert edit.startswith(top)


@pytest.mark.parametrize(("permission", "is_told"), [("view_privacyrequest", True), ("", False)])
def test_what_waits_is_told_to_whoever_may_see_it(home_of, shop, permission, is_told):
    account = CustomerAccount.objects.create(shop_id=shop.shop_id, email="eve@example.com")
    PrivacyRequest.objects.create(account=account, kind="erase", asked_at=timezone.now())
    names = [f"accounts.{permission}"] if permission else []
    assert ("request about data waits for you" in home_of(*names)) == is_told


def test_where_nothing_waits_nothing_is_said(home_of, shop):
    account = CustomerAccount.objects.create(shop_id=shop.shop_id, email="eve@example.com")
    PrivacyRequest.objects.create(account=account, kind="copy", asked_at=timezone.now())
    assert "request about data" not in home_of("accounts.view_privacyrequest")


def _key(viewset):
    return PrivacyRequest().pk if viewset is REQUESTS else 1
