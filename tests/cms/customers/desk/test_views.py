"""Staff act for a customer by the customer's own buttons, under their own name."""

from __future__ import annotations

import re
import uuid

import pytest

from accounts.models import Customer
from billing.models import Operation, Subscription
from cms.customers.desk.table import ON_THE_DESK
from portals.models import PortalSettings
from tests.billing.buying import subscribe
from tests.billing.conftest import stripe  # noqa: F401  (a fixture)
from tests.cms.staff import client_of, member, merchant
from tests.pages import make_home, text

SEES = ("accounts.view_customer",)
ACTS = (*SEES, "accounts.act_for_customer")


def url(customer: Customer, rest: str = "") -> str:
    return f"/admin/customers/{customer.pk}/act/{rest}"


@pytest.fixture
def ada(stripe, people, now):  # noqa: F811
    """The active one of the cast, whose subscription Stripe knows too."""
    from billing.mirror.subscriptions import refresh_subscription

    bought = subscribe("active@example.com")
    row = Customer.objects.filter(pk=people["active"].pk)
    row.update(external_id=bought.customer, source="stripe")
    Subscription.objects.filter(customer=people["active"]).delete()
    refresh_subscription(bought.subscription, now=now)
    return row.get()


def test_the_desk_shows_what_the_customer_has_and_whose_place_it_is(people):
    html = client_of(merchant()).get(url(people["active"])).content.decode()
    assert "You act for <strong>Active</strong>" in html
    for name in ("subscription_controls", "details"):
        assert f'data-block="{name}"' in html


def test_the_desk_does_not_tell_staff_what_they_sign_in_with(people):
    for settings in PortalSettings.objects.all():
        settings.support_email = "help@example.com"
        settings.save()
    told = client_of(merchant()).get(url(people["active"])).content.decode()
    assert "help@example.com" in told
    assert "You sign in with it" not in told


def test_no_card_can_be_entered_at_the_desk(people):
    html = client_of(merchant()).get(url(people["active"])).content.decode()
    assert "data-card-form" not in html


def test_a_press_is_done_and_kept_under_the_name_of_who_pressed(ada):
    user = merchant()
    client = client_of(user)
    html = client.get(url(ada)).content.decode()
    action = url(ada, "do/subscription_controls/pause/")
    form = html.partition(f'action="{action}"')[2]
    fields = dict(re.findall(r'name="(operation_id|subscription)" value="([^"]+)"', form)[:2])
    answer = client.post(action, fields, follow=True)
    operation = Operation.objects.get()
    assert (operation.actor, operation.outcome) == (f"staff:{user.pk}", "done")
    assert "Your subscription is paused" in answer.content.decode()
    assert Subscription.objects.get(customer=ada).state == "paused"


@pytest.mark.parametrize("names", [(), SEES])
def test_staff_without_the_permission_are_refused(shop, people, names):
    client = client_of(member(make_home(shop, text("Home")), *names))
    assert client.get(url(people["active"])).status_code in (302, 403)
    press = url(people["active"], "do/subscription_controls/pause/")
    assert client.post(press, {}).status_code in (302, 403)


def test_staff_of_another_shop_find_nobody(shop, people):
    from portals.models import Shop

    home = make_home(shop, text("Home"))
    client = client_of(member(home, *ACTS))
    other = Shop.objects.create(name="Another")
    stranger = Customer.objects.create(shop=other, source="csv", external_id="x", name="Eve")
    assert client.get(url(people["active"])).status_code == 200
    assert client.get(url(stranger)).status_code == 404


@pytest.mark.parametrize(
    "rest",
    [
        "do/subscription_controls/explode/",
        "do/heading/pause/",
        "do/card_on_file/begin/",
        "see/order_history/order/1/",
        "see/subscription_controls/plan/sub_nobody/",
    ],
)
def test_what_is_not_on_the_desk_is_not_found(people, rest):
    client = client_of(merchant())
    ask = client.post if rest.startswith("do") else client.get
    assert ask(url(people["active"], rest)).status_code == 404


def test_somebody_elses_subscription_is_not_found(people):
    other = Subscription.objects.get(customer=people["trialing"]).external_id
    press = url(people["active"], "do/subscription_controls/pause/")
    data = {"subscription": other, "operation_id": str(uuid.uuid4())}
    assert client_of(merchant()).post(press, data).status_code == 404
    assert not Operation.objects.exists()


def test_nothing_is_done_by_a_link(people):
    press = url(people["active"], "do/subscription_controls/pause/")
    assert client_of(merchant()).get(press).status_code == 405


def test_every_block_of_the_desk_exists():
    from portal_blocks.registry import BLOCKS

    assert set(ON_THE_DESK) <= set(BLOCKS)
