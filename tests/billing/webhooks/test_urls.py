"""The door of a shop's own account, `/webhooks/stripe/<account>/`."""

import json

import pytest
from django.db import connection
from django.test import Client

from accounts.models import Customer
from billing.gateway.client import api
from billing.mirror.dispatch import HANDLERS
from billing.models import StripeEvent
from billing.stripe_accounts import ENCRYPTED
from billing.webhooks import inbox
from tests.billing.buying import sign_up
from tests.billing.own_account import OLD_SECRET, OWN_SECRET, own_account
from tests.billing.webhooks.posting import CURRENT, event, signed
from tests.promises import promise

BODY = json.dumps(event(), indent=2)


@pytest.fixture
def own(db):
    return own_account()


def _post(name, body=BODY, secret=OWN_SECRET, **options):
    return Client().post(
        f"/webhooks/stripe/{name}/",
        body,
        content_type="application/json",
        headers={"stripe-signature": signed(body, secret)},
        **options,
    )


def _kept(**fields):
    return json.dumps(event(**fields))


@promise(2)
def test_event_of_an_own_account_is_kept_as_its_own(own):
    assert _post(own.name).status_code == 200
    row = StripeEvent.objects.get()
    assert (row.pk, row.via, row.state) == (f"{own.name}:evt_1", own, "pending")


@promise(1)
@pytest.mark.parametrize("secret", [CURRENT, "whsec_nobody", "whsec_own2"])
def test_other_accounts_secret_opens_nothing(own, secret):
    own_account("Other", webhook_secrets="whsec_own2")
    assert _post(own.name, secret=secret).status_code == 400
    assert not StripeEvent.objects.exists()


@promise(1)
@pytest.mark.parametrize("secret", [CURRENT, OWN_SECRET, "whsec_nobody"])
def test_account_nobody_has_is_refused_like_a_wrong_signature(own, secret):
    refused = _post("nowhere", secret=secret)
    wrong = _post(own.name, secret="whsec_wrong")
    assert (refused.status_code, refused.content) == (wrong.status_code, wrong.content)
    assert not StripeEvent.objects.exists()


def test_account_nobody_has_costs_the_same_queries(own, django_assert_num_queries):
    _post("nowhere")  # which host is which portal's is read once
    with django_assert_num_queries(1):
        _post("nowhere")
    with django_assert_num_queries(1):
        _post(own.name, secret="whsec_wrong")


@promise(2)
def test_rolled_secret_is_believed_beside_the_new_one(own, now):
    own.webhook_secrets, own.rolled_at = f"whsec_new\n{OWN_SECRET}\n{OLD_SECRET}", now
    own.save()
    answers = {one: _post(own.name, secret=one).status_code for one in ("whsec_new", OWN_SECRET)}
    assert answers == {"whsec_new": 200, OWN_SECRET: 200}
    assert _post(own.name, secret=OLD_SECRET).status_code == 400


@promise(1)
@pytest.mark.parametrize("size", [1024 * 1024, 5 * 1024 * 1024])
def test_too_large_a_body_is_refused(own, size):
    assert _post(own.name, _kept(padding="x" * size)).status_code == 413
    assert not StripeEvent.objects.exists()


@promise(1)
@pytest.mark.parametrize("method", ["get", "put", "delete", "head"])
def test_only_post_is_answered(own, method):
    answer = getattr(Client(), method)(f"/webhooks/stripe/{own.name}/")
    assert answer.status_code == 405


@promise(16)
@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, "pending"),
        ({"account": "acct_Orchard"}, "pending"),
        ({"account": "acct_foreign"}, "ignored"),
        ({"livemode": True}, "ignored"),
    ],
)
def test_event_of_another_account_or_mode_is_kept_and_ignored(own, fields, state):
    assert _post(own.name, _kept(**fields)).status_code == 200
    assert StripeEvent.objects.get().state == state


@promise(16)
def test_mode_is_each_accounts_own(own):
    own.secret_key = "sk_live_x"
    own.save()
    _post(own.name, _kept(livemode=True))
    _post(own.name, _kept(id="evt_2"))
    assert dict(StripeEvent.objects.values_list("livemode", "state")) == {
        True: "pending",
        False: "ignored",
    }


@promise(16)
def test_event_of_the_same_id_from_two_accounts_takes_effect_in_both(stripe, shop, own, now):
    customer = sign_up()
    about = {"object": {"id": customer, "object": "customer"}}
    body = _kept(type="customer.created", data=about)
    _post(own.name, body)
    Client().post(
        "/webhooks/stripe/",
        body,
        content_type="application/json",
        headers={"stripe-signature": signed(body)},
    )
    for pk in StripeEvent.objects.values_list("pk", flat=True):
        inbox.process(pk, now=now)
    assert set(Customer.objects.values_list("shop", flat=True)) == {shop.pk, own.shop_id}


def test_event_is_worked_on_with_its_accounts_key(stripe, own, now, monkeypatch):
    keys = []
    monkeypatch.setitem(
        HANDLERS, "customer.subscription.updated", lambda _id, now: keys.append(_key())
    )
    _post(own.name)
    inbox.process(f"{own.name}:evt_1", now=now)
    assert keys == [own.secret_key]


def _key():
    return api()._requestor.api_key


def test_working_on_an_own_accounts_event_costs_no_query_more(
    own, now, monkeypatch, django_assert_num_queries
):
    monkeypatch.setitem(HANDLERS, "customer.subscription.updated", lambda _id, now: None)
    monkeypatch.setattr(inbox, "hurry", lambda _customer: None)
    _post(own.name)
    with django_assert_num_queries(3):  # claim, read, done
        inbox.process(f"{own.name}:evt_1", now=now)


def test_account_whose_keys_cannot_be_read_is_closed(own):
    _store_raw(own, "webhook_secrets", f"{ENCRYPTED}nonsense")
    assert _post(own.name).status_code == 400
    assert _post(own.name, secret=f"{ENCRYPTED}nonsense").status_code == 400
    assert not StripeEvent.objects.exists()


def _store_raw(row, column, text):
    with connection.cursor() as cursor:
        cursor.execute(
            f"update billing_stripeaccount set {column} = %s where name = %s", [text, row.name]
        )


@promise(14)
def test_event_of_another_version_is_worked_on(stripe, shop, own, now):
    customer = sign_up()
    old = {"id": customer, "object": "customer", "default_source": "card_x", "sources": {}}
    _post(own.name, _kept(type="customer.created", api_version="2020-08-27", data={"object": old}))
    inbox.process(f"{own.name}:evt_1", now=now)
    assert StripeEvent.objects.get().state == "processed"
    assert Customer.objects.get().shop == own.shop
