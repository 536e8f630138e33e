from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from billing.api import doors
from billing.api.keys import REQUESTS, revoke_key
from billing.api.signing import sign
from billing.models import Order
from portals.models import Shop
from tests.billing.api.sending import ORDER, Sender, order, statuses

BODY = {"orders": [ORDER]}
REFUSAL = {"code", "message", "hint"}
pytestmark = pytest.mark.django_db


def stale(sender):
    return sign(json.dumps(BODY).encode(), sender.secret, now=timezone.now() - timedelta(hours=1))


def test_a_signed_order_is_written(sender, shop):
    answer = sender.post("/api/orders/", BODY)
    assert (answer.status_code, statuses(answer)) == (200, ["created"])
    assert Order.objects.get().shop == shop


@pytest.mark.parametrize(
    "headers",
    [
        {"Portico-Signature": ""},
        {"Portico-Signature": "t=1,v1=nonsense"},
        {"Portico-Key": "nobodys"},
        {"Portico-Key": ""},
    ],
    ids=["unsigned", "nonsense", "unknown key", "no key"],
)
def test_what_no_key_signed_changes_nothing(sender, headers):
    answer = sender.post("/api/orders/", BODY, **headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "not_signed")
    assert not Order.objects.exists()


def test_an_altered_body_changes_nothing(sender):
    signature = sign(json.dumps(BODY).encode(), sender.secret, now=timezone.now())
    altered = {"orders": [order(total=1)]}
    answer = sender.post("/api/orders/", altered, **{"Portico-Signature": signature})
    assert (answer.status_code, Order.objects.count()) == (401, 0)


def test_every_refusal_of_a_signature_says_the_same(sender):
    said = [sender.post("/api/orders/", BODY, **{"Portico-Key": "nobodys"}).json()]
    said.append(sender.post("/api/orders/", BODY, **{"Portico-Signature": stale(sender)}).json())
    said.append(sender.post("/api/orders/", b"{", **{"Portico-Signature": "t=1,v1=1"}).json())
    revoke_key(sender.key.name, now=timezone.now())
    said.append(sender.post("/api/orders/", BODY).json())
    assert all(one == said[0] for one in said)


def test_a_key_reaches_its_own_shop_only(sender, shop):
    sender.orders(ORDER)
    other = Sender(Shop.objects.create(name="Elsewhere"))
    other.orders(order(total=1, updated_at="2030-01-01T00:00:00Z"))
    assert other.shipments({"order": "1001", "external_id": "p"}).json()["counts"]["created"] == 1
    mine = Order.objects.get(shop=shop)
    assert (mine.total, mine.fulfilments.count()) == (1300, 0)


@pytest.mark.parametrize(
    ("may", "path", "body"),
    [
        ("may_send_orders", "/api/orders/", BODY),
        ("may_send_shipments", "/api/shipments/", {"shipments": []}),
    ],
)
def test_a_key_does_only_what_it_may(shop, may, path, body):
    answer = Sender(shop, **{may: False}).post(path, body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_allowed")
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"{", "not JSON"),
        (b"", "missing"),
        (b"\xff\xfe", "not JSON"),
        (b'{"orders": [{"total": NaN}]}', "not JSON"),
        (b"[" * 100_000, "not JSON"),
        ({}, "orders: This field is missing"),
        ([], "not an object"),
        ({"orders": {}}, "orders: This is not a list"),
        ({"orders": [], "order": 1}, "order: There is no such field"),
        ({"orders": [1] * 501}, "more than 500"),
    ],
)
def test_what_is_no_batch_is_told(sender, body, said):
    answer = sender.post("/api/orders/", body)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "not_a_batch"
    assert said in answer.json()["error"]["message"]


def test_a_batch_of_which_nothing_is_right_is_refused_row_by_row(sender):
    answer = sender.orders(order(total="x"), 5)
    assert (answer.status_code, statuses(answer)) == (422, ["error", "error"])
    assert answer.json()["error"]["code"] == "no_row_right"


def test_an_empty_batch_is_fine(sender):
    assert sender.orders().json()["results"] == []


def test_five_megabytes_are_read_and_no_more(sender):
    room = doors.LARGEST - len(json.dumps({"orders": [], "x": ""}))
    assert sender.post("/api/orders/", {"orders": [], "x": "y" * room}).status_code == 422
    answer = sender.post("/api/orders/", {"orders": [], "x": "y" * (room + 1)})
    assert (answer.status_code, set(answer.json()["error"])) == (413, REFUSAL)


def test_an_enormous_body_is_refused_unread():
    answer = Client().post("/api/orders/", "x", content_type="x/y", CONTENT_LENGTH=str(10**9))
    assert answer.status_code == 413


def test_too_many_requests_are_told_when_to_come_again(sender, monkeypatch):
    monkeypatch.setattr("billing.api.keys.REQUESTS", REQUESTS.__class__("x", 1, 60))
    sender.orders()
    answer = sender.orders(ORDER)
    assert (answer.status_code, set(answer.json()["error"])) == (429, REFUSAL)
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [(OperationalError("locked"), 503, "busy"), (RuntimeError("secret detail"), 500, "fault")],
)
def test_a_fault_of_ours_is_told_without_a_traceback(sender, monkeypatch, fault, status, code):
    def broken(*_args, **_kwargs):
        raise fault

    monkeypatch.setattr("billing.api.writing.upsert_orders", broken)
    answer = sender.orders(ORDER)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert "secret detail" not in answer.content.decode()
    assert not Order.objects.exists()


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete", "head", "options"])
def test_other_methods_are_refused(method):
    answer = getattr(Client(), method)("/api/orders/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


@pytest.mark.parametrize("host", ["shop.localhost", "admin.localhost", "nobodys.localhost"])
def test_it_answers_on_every_host_without_cookies(portals, host):
    sender = Sender(Shop.objects.get())
    answer = sender.post("/api/orders/", BODY, Host=host)
    assert (answer.status_code, answer.cookies) == (200, {})


def test_scripts_of_other_sites_need_no_token_but_a_signature(shop):
    client = Client(enforce_csrf_checks=True)
    assert client.post("/api/orders/", "{}", content_type="application/json").status_code == 401
