import json
import time

import pytest
from celery import Celery
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from billing import worker
from billing.models import StripeEvent
from billing.webhooks import inbox
from cms import celery_app
from tests.billing.webhooks.posting import CURRENT, PREVIOUS, event, post, signed
from tests.promises import promise

pytestmark = pytest.mark.django_db
BODY = json.dumps(event(), indent=2)


@promise(1)
@pytest.mark.parametrize(
    ("body", "header"),
    [
        (BODY, ""),
        (BODY, "t=1,v1=nonsense"),
        (BODY, signed(BODY, "whsec_strangers")),
        (BODY, signed(BODY, at=int(time.time()) - 400)),
        (BODY.replace("sub_1", "sub_2"), signed(BODY)),
        (json.dumps(event()), signed(BODY)),
    ],
    ids=["unsigned", "wrong", "strangers", "stale", "altered", "encoded anew"],
)
def test_what_stripe_did_not_sign_changes_nothing(body, header):
    assert post(body, header).status_code == 400
    assert not StripeEvent.objects.exists()


@promise(2)
@pytest.mark.parametrize("secret", [CURRENT, PREVIOUS])
def test_each_of_two_secrets_is_believed(secret):
    assert post(BODY, signed(BODY, secret)).status_code == 200
    assert StripeEvent.objects.get().pk == "evt_1"


@promise(1)
def test_too_large_a_body_is_refused():
    body = json.dumps(event(padding="x" * 1024 * 1024))
    assert post(body).status_code == 413
    assert not StripeEvent.objects.exists()


@promise(1)
def test_enormous_body_is_refused_unread():
    answer = Client().post(
        "/webhooks/stripe/", "x", content_type="text/plain", CONTENT_LENGTH=str(10**9)
    )
    assert answer.status_code == 413


@promise(1)
def test_only_post_is_answered():
    assert Client().get("/webhooks/stripe/").status_code == 405


def test_event_is_kept_as_a_hint():
    post(event())
    row = StripeEvent.objects.get()
    assert (row.type, row.object_kind, row.object_id) == (
        "customer.subscription.updated",
        "subscription",
        "sub_1",
    )
    assert (row.customer_id, row.livemode, row.state) == ("cus_1", False, "pending")


@promise(16)
@pytest.mark.parametrize(
    "fields",
    [
        {"type": "radar.early_fraud_warning.created"},
        {"type": "something.new"},
        {"livemode": True},
        {"account": "acct_other"},
    ],
)
def test_event_that_is_not_for_us_is_kept_and_ignored(fields):
    assert post(event(**fields)).status_code == 200
    assert StripeEvent.objects.get().state == "ignored"


def test_live_event_is_ours_where_the_key_is_live(settings):
    settings.STRIPE_SECRET_KEY = "sk_live_x"
    post(event(livemode=True))
    assert StripeEvent.objects.get().state == "pending"


@promise(14)
def test_event_of_another_api_version_is_accepted():
    post(event(api_version="2020-08-27"))
    row = StripeEvent.objects.get()
    assert (row.api_version, row.state) == ("2020-08-27", "pending")


@promise(4)
def test_repeated_event_is_answered_and_kept_once():
    post(event())
    StripeEvent.objects.update(state="processed", attempts=1)
    assert [post(event()).status_code for _ in range(3)] == [200] * 3
    row = StripeEvent.objects.get()
    assert (row.state, row.attempts) == ("processed", 1)


def test_keeping_an_event_is_one_statement():
    with CaptureQueriesContext(connection) as done:
        post(event())
    statements = [one["sql"] for one in done if "billing_" in one["sql"]]
    assert len(statements) == 1
    assert statements[0].startswith("INSERT")


def test_worker_is_asked_when_the_event_is_committed(
    monkeypatch, django_capture_on_commit_callbacks
):
    asked = []
    monkeypatch.setattr(inbox, "ask_worker", lambda *args: asked.append(args))
    with django_capture_on_commit_callbacks(execute=True):
        post(event())
        assert asked == []
    assert asked == [("billing.tasks.process_event", "evt_1")]


def test_worker_is_not_asked_about_what_is_ignored(monkeypatch, django_capture_on_commit_callbacks):
    asked = []
    monkeypatch.setattr(inbox, "ask_worker", lambda *args: asked.append(args))
    with django_capture_on_commit_callbacks(execute=True):
        post(event(type="something.new"))
    assert asked == []


@promise(3)
@pytest.mark.parametrize("broker", ["amqp://guest@127.0.0.1:9//", "redis://127.0.0.1:9/0"])
def test_with_the_broker_down_the_answer_is_still_quick(
    monkeypatch, django_capture_on_commit_callbacks, caplog, broker
):
    monkeypatch.delenv("CELERY_BROKER_URL")
    app = Celery(set_as_current=False)
    app.add_defaults(lambda: {**celery_app.conf, "broker_url": broker})
    monkeypatch.setattr(worker, "current_app", app)
    caplog.set_level("WARNING")
    began = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        assert post(event()).status_code == 200
    assert time.monotonic() - began < 5
    assert "left to the next sweep" in caplog.text


@promise(3)
def test_with_stripe_down_the_answer_is_still_quick(stripe, django_capture_on_commit_callbacks):
    stripe.fault("down")
    began = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        assert post(event()).status_code == 200
    assert time.monotonic() - began < 5
