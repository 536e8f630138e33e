"""Keys in the editor: who sees them, that a secret is shown once, and that withdrawing asks."""

from __future__ import annotations

import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from billing.api.keys import create_key
from billing.models import OrdersKey
from portals.models import Shop
from tests.cms.inbox.test_viewset import staff

LIST = "/admin/order-keys/"
ALL = ("view_orderskey", "add_orderskey", "change_orderskey")
pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(db):
    return Shop.objects.create(name="Greenhouse")


@pytest.fixture
def key(shop):
    return create_key(shop, "webshop", label="Web <b>shop</b>")[0]


def filled_in(client: Client, **fields: str) -> dict[str, str]:
    shown = client.get(f"{LIST}new/").content.decode()
    [token] = re.findall(r'name="token" value="([^"]+)"', shown)
    shop = str(Shop.objects.get().pk)
    said = {"label": "Till", "shop": shop, "source": "till", "may_send_orders": "on"}
    return {**said, "token": html.unescape(token), **fields}


def test_the_list_tells_of_keys_and_no_secret(key):
    shown = staff("view_orderskey").get(LIST).content.decode()
    assert key.name in shown
    assert key.secret not in shown
    assert "Web &lt;b&gt;shop" in shown


def test_a_new_key_shows_its_secret_once(shop):
    client = staff(*ALL)
    shown = client.post(f"{LIST}new/", filled_in(client))
    key = OrdersKey.objects.get()
    assert key.secret in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    for page in (LIST, f"{LIST}{key.pk}/", f"{LIST}{key.pk}/withdraw/"):
        assert key.secret not in client.get(page).content.decode(), page


def test_a_form_sent_twice_makes_one_key_and_shows_no_secret_again(shop):
    client = staff(*ALL)
    said = filled_in(client)
    client.post(f"{LIST}new/", said)
    again = client.post(f"{LIST}new/", said, follow=True).content.decode()
    assert OrdersKey.objects.get().secret not in again
    assert "was made already" in again


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"source": "stripe"}, "not “stripe”"),
        ({"may_send_orders": ""}, "Choose what this key may send"),
        ({"token": "made-up"}, "Open this page again"),
        ({"label": ""}, "required"),
    ],
)
def test_what_cannot_be_a_key_is_told(shop, fields, said):
    client = staff(*ALL)
    shown = client.post(f"{LIST}new/", filled_in(client, **fields)).content.decode()
    assert said in html.unescape(shown)
    assert not OrdersKey.objects.exists()


def test_a_key_can_be_renamed_and_allowed_less_but_not_moved(key):
    secret = key.secret
    said = {"label": "Depot", "may_send_shipments": "on", "source": "till", "secret": "x"}
    staff(*ALL).post(f"{LIST}{key.pk}/", said)
    key.refresh_from_db()
    assert (key.label, key.may_send_orders, key.source) == ("Depot", False, "webshop")
    assert key.secret == secret


def test_withdrawing_asks_first(key):
    client = staff(*ALL)
    assert "no longer" not in client.get(f"{LIST}{key.pk}/withdraw/").content.decode()
    assert OrdersKey.objects.get().revoked_at is None
    shown = client.post(f"{LIST}{key.pk}/withdraw/", follow=True).content.decode()
    assert "The key no longer opens anything" in shown
    assert OrdersKey.objects.get().revoked_at is not None
    assert f"{key.pk}/withdraw/" not in shown


def test_a_withdrawn_key_is_not_withdrawn_again(key, now):
    OrdersKey.objects.update(revoked_at=now)
    shown = staff(*ALL).post(f"{LIST}{key.pk}/withdraw/", follow=True).content.decode()
    assert "was withdrawn already" in shown
    assert OrdersKey.objects.get().revoked_at == now


def test_whoever_may_only_look_changes_nothing(key):
    client = staff("view_orderskey")
    for page in (f"{LIST}new/", f"{LIST}{key.pk}/", f"{LIST}{key.pk}/withdraw/"):
        assert client.post(page, {"label": "x"})["location"] == "/admin/", page
    assert (OrdersKey.objects.get().label, OrdersKey.objects.get().revoked_at) == (key.label, None)


@pytest.mark.parametrize("page", [LIST, f"{LIST}results/", f"{LIST}new/"])
def test_staff_without_permission_are_refused(page):
    assert staff().get(page)["location"] == "/admin/"


def test_stranger_is_refused(key):
    for page in (LIST, f"{LIST}{key.pk}/", f"{LIST}{key.pk}/withdraw/"):
        answer = Client(headers={"host": "admin.localhost"}).get(page)
        assert answer["location"].startswith("/admin/login/"), page


@pytest.mark.parametrize(("permission", "is_shown"), [("view_orderskey", True), ("", False)])
def test_the_menu_leads_there_for_whoever_may(permission, is_shown):
    assert (LIST in staff(permission).get("/admin/").content.decode()) is is_shown


def test_more_keys_need_no_more_queries(shop, key):
    client = staff("view_orderskey")
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for number in range(20):
        create_key(shop, "webshop", label=str(number))
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)
    assert len(many) == len(few)
