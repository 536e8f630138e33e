"""Staff of one shop meet no customer of another, whatever address they type."""

from __future__ import annotations

import pytest
from django.utils import timezone
from wagtail.models import Page, Site

from accounts.models import Customer, CustomerAccount, PrivacyRequest, StaffUser
from billing.models import Notice, NoticeKind, Order, SharedAddress
from cms.notices.samples import sample_facts
from portals.models import PortalSettings, Shop
from tests.cms.staff import client_of, member
from tests.pages import make_home, text

ALL = (
    *("accounts.view_customer", "accounts.change_customer", "accounts.add_customernote"),
    *("accounts.act_for_customer", "billing.refund_order", "accounts.view_privacyrequest"),
    *("accounts.change_privacyrequest", "billing.view_sharedaddress"),
    *("billing.change_sharedaddress", "billing.view_notice"),
)

NAMES = (
    *("inspect", "notes", "tags", "desk", "refund"),
    *("request", "copy", "case", "e-mail", "frame"),
)


@pytest.fixture
def other(shop, people):
    """Another merchant on the same installation, with a customer."""
    theirs = Shop.objects.create(name="Another")
    root = Page.get_first_root_node().add_child(title="Another", slug="another")
    site = Site.objects.create(hostname="another.localhost", port=80, root_page=root)
    PortalSettings.objects.create(site=site, shop=theirs)
    about = {"shop": theirs, "email": "eve@example.com"}
    eve = Customer.objects.create(**about, source="csv", external_id="x", name="Eve Elsewhere")
    Order.objects.create(
        **about,
        customer=eve,
        source="csv",
        external_id="o",
        number="77",
        placed_at=timezone.now(),
        currency="GBP",
        subtotal=1,
        total=1,
    )
    return eve


@pytest.fixture
def staff(shop):
    """Somebody who may do everything with customers, and works on one shop's portals."""
    return client_of(member(make_home(shop, text("Home")), *ALL))


def addresses(eve: Customer) -> dict[str, str]:
    now = timezone.now()
    account = CustomerAccount.objects.create(shop=eve.shop, email=eve.email)
    asked = PrivacyRequest.objects.create(account=account, kind="erase", asked_at=now)
    asked.customers.set([eve])
    case = SharedAddress.objects.create(shop=eve.shop, email=eve.email, opened_at=now)
    facts = sample_facts(NoticeKind.SHIPPED, now=now)
    told = {"customer": eve, "kind": "shipped", "about": "1", "facts": facts}
    notice = Notice.objects.create(**told, made_at=now)
    return {
        "inspect": f"customers/{eve.pk}/",
        "notes": f"customers/{eve.pk}/notes/",
        "tags": f"customers/{eve.pk}/tags/",
        "desk": f"customers/{eve.pk}/act/",
        "refund": f"customers/refund/{eve.orders.get().pk}/",
        "request": f"privacy-requests/{asked.pk}/",
        "copy": f"privacy-requests/{asked.pk}/copy/",
        "case": f"shared-addresses/{case.pk}/",
        "e-mail": f"emails/{notice.pk}/",
        "frame": f"emails/{notice.pk}/frame/",
    }


@pytest.mark.parametrize("name", NAMES)
def test_another_shops_customer_is_not_there(staff, other, name):
    address = f"/admin/{addresses(other)[name]}"
    ask = staff.post if name in ("notes", "tags", "copy") else staff.get
    assert ask(address, {"note": "x", "tags": "x"}).status_code == 404
    boss = client_of(StaffUser.objects.create_superuser("boss@example.com", "a-long-password"))
    assert boss.get(address).status_code != 404


@pytest.mark.parametrize("name", ["customers", "privacy-requests", "shared-addresses", "emails"])
def test_no_list_names_another_shops_customer(staff, other, name):
    addresses(other)
    html = staff.get(f"/admin/{name}/").content.decode()
    assert ("Elsewhere" in html, "eve@example.com" in html) == (False, False)


def test_their_own_customers_are_all_there(staff, other, people):
    html = staff.get("/admin/customers/").content.decode()
    assert all(one.email in html for one in people.values())


def test_where_there_is_one_shop_support_needs_no_page_of_its_own(shop, people):
    make_home(shop, text("Home"))
    page = Page.get_first_root_node().add_child(title="Elsewhere", slug="elsewhere")
    client = client_of(member(page, *ALL))
    customer = people["active"]
    assert client.get(f"/admin/customers/{customer.pk}/").status_code == 200
    assert client.get(f"/admin/customers/{customer.pk}/act/").status_code == 200
