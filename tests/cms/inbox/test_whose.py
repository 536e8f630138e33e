"""Staff of one shop meet no event of another, whoever shares a Stripe account with whom."""

from __future__ import annotations

import pytest
from django.utils import timezone
from wagtail.models import Page, Site

from accounts.models import Customer, StaffUser
from billing.models import StripeAccount, StripeEvent
from portals.models import PortalSettings, Shop
from tests.cms.staff import client_of, member
from tests.pages import make_home, text

SEES = ("billing.view_stripeevent", "billing.change_stripeevent")
LIST = "/admin/stripe-events/"


def keep(name: str, **fields: object) -> None:
    StripeEvent.objects.create(
        id=f"evt_{name}",
        type="customer.updated",
        livemode=False,
        object_kind="customer",
        object_id=f"cus_{name}",
        created_at=timezone.now(),
        state="dead",
        **fields,
    )


@pytest.fixture
def others(shop, people):
    """Another merchant with customers through the environment's account; a third with their own."""
    shops = [Shop.objects.create(name=name) for name in ("Shares", "Alone")]
    for one in shops:
        root = Page.get_first_root_node().add_child(title=one.name, slug=one.name.lower())
        site = Site.objects.create(hostname=f"{one.name}.localhost", port=80, root_page=root)
        PortalSettings.objects.create(site=site, shop=one)
    Customer.objects.create(shop=shops[0], source="stripe", external_id="cus_eve")
    own = StripeAccount.objects.create(shop=shops[1], name="alone", secret_key="sk_test_1")
    keep("ours", customer_id=people["active"].external_id)
    keep("new", customer_id="cus_nobody_knows")
    keep("eve", customer_id="cus_eve")
    keep("alone", via=own)
    return shops


@pytest.fixture
def staff(shop, others):
    return client_of(member(make_home(shop, text("Home")), *SEES))


def test_the_list_holds_what_is_theirs_or_may_be(staff):
    html = staff.get(LIST).content.decode()
    assert [name for name in ("ours", "new", "eve", "alone") if f"cus_{name}" in html] == [
        "ours",
        "new",
    ]


@pytest.mark.parametrize("name", ["eve", "alone"])
@pytest.mark.parametrize("rest", ["", "try-again/"])
def test_anothers_event_is_not_there(staff, name, rest):
    address = f"{LIST}evt_5F{name}/{rest}"
    assert staff.get(address).status_code == 404
    assert (staff.post(address).status_code, state_of(name)) in [(404, "dead"), (405, "dead")]
    boss = client_of(StaffUser.objects.create_superuser("boss@example.com", "a-long-password"))
    assert boss.get(address).status_code == 200


def test_whose_shop_has_an_account_of_its_own_sees_nothing_of_the_environments(staff, shop):
    StripeAccount.objects.create(shop=Shop.objects.get(pk=shop.shop_id), secret_key="sk_test_2")
    assert "cus_" not in staff.get(LIST).content.decode()


def test_whoever_works_on_no_portal_of_several_shops_sees_none(others):
    page = Page.get_first_root_node().add_child(title="Elsewhere", slug="elsewhere")
    assert "cus_" not in client_of(member(page, *SEES)).get(LIST).content.decode()


def state_of(name: str) -> str:
    return StripeEvent.objects.get(pk=f"evt_{name}").state
