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


@pytest.mark.parametrize("key", ["active", "trialing", "past-due", "paused", "ending"])
def test_no_link_of_the_desk_leads_to_a_door_that_only_a_portal_has(people, key):
    about = {"customer": people[key], "target": f"sub_{key}", "actor": "customer"}
    Operation.objects.create(**about, action="pause_subscription", outcome="waiting")
    client = client_of(merchant())
    html = client.get(url(people[key])).content.decode()
    paths = {found for found in re.findall(r'href="(/[^"#?]*)', html) if "static" not in found}
    lost = [path for path in paths if client.get(path).status_code == 404]
    assert (len(paths) > 1, lost) == (True, [])


def test_what_is_not_known_yet_is_looked_at_again_at_the_desk(people, monkeypatch):
    def unknown(subscription, asking, **_details):
        about = {"customer": subscription.customer, "target": subscription.external_id}
        return Operation.objects.create(**about, action="pause_subscription", outcome="unknown")

    pressed = "portal_blocks.subscription_controls.presses.pause_subscription"
    monkeypatch.setattr(pressed, unknown)
    client, desk = client_of(merchant()), url(people["active"])
    data = {"subscription": "sub_active", "operation_id": str(uuid.uuid4())}
    html = client.post(f"{desk}do/subscription_controls/pause/", data, follow=True).content.decode()
    assert "We are checking" in html
    assert "/do/look/" not in html
    assert f'href="{desk}#said-subscription_controls"' in html


def test_no_script_runs_at_the_desk_whatever_a_theme_or_a_customer_brings(people):
    policy = client_of(merchant()).get(url(people["active"]))["Content-Security-Policy"]
    assert "script-src 'none'" in policy
    assert "form-action 'self'" in policy


@pytest.mark.parametrize(("key", "name"), [("any", "shop.localhost"), ("active", "club.localhost")])
def test_things_are_done_as_on_a_portal_that_lets_the_customer_in(people, key, name):
    html = client_of(merchant()).get(url(people[key])).content.decode()
    assert f'class="site-head__name" href="/">{name}<' in html
