"""Stripe accounts in the editor: who may do what, what is shown, and that no key comes back."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from wagtail.models import ModelLogEntry

from accounts.models import StaffUser
from billing.gateway import client, pacing
from billing.models import StripeAccount
from local_stripe.testing import running
from portals.models import Shop
from tests.billing.own_account import OWN_SECRET, own_account
from tests.promises import promise

LIST = "/admin/stripe-accounts/"
CONNECT = f"{LIST}connect/"
KEYS = {"secret_key": "sk_test_typed", "publishable_key": "pk_test_typed"}
ALL = tuple(f"{verb}_stripeaccount" for verb in ("view", "add", "change", "delete"))
STEPS = ("check", "keys", "secret", "remove")

pytestmark = pytest.mark.django_db


@pytest.fixture
def stripe(settings, monkeypatch):
    monkeypatch.setattr("stripe._http_client.HTTPClient.INITIAL_DELAY", 0.001)
    monkeypatch.setattr("stripe._http_client.HTTPClient.MAX_DELAY", 0.001)
    monkeypatch.setattr(pacing, "RATE", 1e6)
    with running(seed=1, strict=True) as server:
        settings.STRIPE_API_BASE = server.url
        yield server
    client._client.cache_clear()


@pytest.fixture
def row(stripe):
    return own_account(external_id="acct_local")


def staff(*permissions: str) -> Client:
    user = StaffUser.objects.create_user("staff@example.com", "a-long-password", is_staff=True)
    wanted = ["access_admin", *permissions]
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    browser = Client(headers={"host": "admin.localhost"})
    browser.force_login(user)
    return browser


def _connect(**typed):
    shop = Shop.objects.create(name="Greenhouse")
    return staff(*ALL).post(CONNECT, {"shop": shop.pk, **KEYS, **typed}, follow=True)


def test_account_is_connected_and_shown_without_its_secret(stripe):
    shown = _connect().content.decode()
    assert "is connected" in shown
    assert "acct_local" in shown
    assert "Testing" in shown
    assert KEYS["publishable_key"] in shown
    assert StripeAccount.objects.get().secret_key == KEYS["secret_key"]


@promise(25)
@pytest.mark.parametrize("typed", [{}, {"publishable_key": "pk_live_x"}, {"shop": 0}])
def test_secret_key_never_comes_back(stripe, typed):
    shown = _connect(**typed).content.decode()
    row = StripeAccount.objects.first()
    assert KEYS["secret_key"] not in shown
    assert row is None or row.webhook_secrets not in shown


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"secret_key": "nonsense"}, "A secret key begins with sk_"),
        ({"publishable_key": "pk_live_x"}, "One of the keys is for testing"),
        ({"secret_key": "sk_live_x", "publishable_key": "pk_live_x"}, "takes test keys alone"),
    ],
)
def test_wrong_keys_are_refused_in_words(stripe, typed, words):
    assert words in _connect(**typed).content.decode()
    assert not StripeAccount.objects.exists()


@pytest.mark.parametrize(
    ("kind", "words"), [("401", "does not accept this key"), ("down", "Stripe gave no answer")]
)
def test_where_stripe_does_not_take_it_nothing_is_saved(stripe, kind, words):
    stripe.fault(kind, times=9)
    assert words in _connect().content.decode()
    assert not StripeAccount.objects.exists()


def test_check_mends_the_endpoint_and_says_so(row):
    shown = staff(*ALL).post(f"{LIST}{row.pk}/check/", follow=True).content.decode()
    assert "The endpoint was brought up to date." in shown
    row.refresh_from_db()
    assert row.endpoint_id


def test_check_with_stripe_down_says_so(row, stripe):
    stripe.fault("down")
    answer = staff(*ALL).post(f"{LIST}{row.pk}/check/")
    assert "Stripe gave no answer" in answer.content.decode()


def test_keys_are_changed_and_not_shown(row):
    answer = staff(*ALL).post(f"{LIST}{row.pk}/keys/", KEYS, follow=True)
    assert "The new keys are in use." in answer.content.decode()
    assert KEYS["secret_key"] not in answer.content.decode()
    assert StripeAccount.objects.get().secret_key == KEYS["secret_key"]


def test_secret_is_rolled(row):
    answer = staff(*ALL).post(f"{LIST}{row.pk}/secret/", follow=True)
    assert "believed for a day" in answer.content.decode()
    assert OWN_SECRET in StripeAccount.objects.get().webhook_secrets.split()[1:]


def test_account_is_removed(row):
    answer = staff(*ALL).post(f"{LIST}{row.pk}/remove/", follow=True)
    assert "acct_local is removed." in answer.content.decode()
    assert not StripeAccount.objects.exists()


def test_every_step_is_in_wagtails_log_without_a_key(row):
    browser = staff(*ALL)
    browser.post(f"{LIST}{row.pk}/keys/", KEYS)
    for step in ("check", "secret", "remove"):
        browser.post(f"{LIST}{row.pk}/{step}/")
    entries = list(ModelLogEntry.objects.order_by("pk"))
    assert [one.action.rpartition(".")[2] for one in entries] == ["edit", "check", "roll", "delete"]
    assert {one.user.email for one in entries} == {"staff@example.com"}
    assert not [one for one in entries if "sk_" in str(one.data) or "whsec" in str(one.data)]


@pytest.mark.parametrize("step", STEPS)
def test_whoever_may_only_look_is_refused(row, step):
    browser = staff("view_stripeaccount")
    shown = browser.get(f"{LIST}{row.pk}/").content.decode()
    assert f"/{step}/" not in shown
    assert browser.post(f"{LIST}{row.pk}/{step}/", KEYS)["location"] == "/admin/"
    assert StripeAccount.objects.get().secret_key == row.secret_key


@pytest.mark.parametrize("path", ["", "results/", "connect/", "x/", *(f"x/{s}/" for s in STEPS)])
def test_staff_without_permission_are_refused(path):
    own_account(name="x")
    StripeAccount.objects.update(name="x")
    assert staff().get(f"{LIST}{path}")["location"] == "/admin/"


@pytest.mark.parametrize("path", ["", "connect/", "x/check/"])
def test_stranger_is_refused(path):
    answer = Client(headers={"host": "admin.localhost"}).get(f"{LIST}{path}")
    assert answer["location"].startswith("/admin/login/")


def test_menu_leads_there_for_whoever_may():
    assert LIST in staff("view_stripeaccount").get("/admin/").content.decode()
