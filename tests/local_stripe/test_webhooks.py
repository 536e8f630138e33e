"""Signed deliveries, in order and out of it."""

import json
import time

import pytest
import stripe

from local_stripe.api import Request
from local_stripe.core import LocalStripe
from local_stripe.state import State
from tests.local_stripe.cast import control, receiving

SECRET = "whsec_known"


@pytest.fixture
def receiver(local):
    with receiving() as started:
        local.stripe.add_endpoint(started.url, SECRET)
        yield started


def _verified(body: bytes, header: str, secret: str | None = SECRET):
    return stripe.StripeClient("sk_test_local").construct_event(body, header, secret)


def _types(receiver):
    return [json.loads(body)["type"] for body, _ in receiver.got]


def test_library_verifies_the_signature_of_the_exact_bytes(local, api, receiver):
    made = api.customers.create({"name": "Ann"})
    assert local.deliver() == [200]
    body, header = receiver.got[0]
    event = _verified(body, header)
    assert (event.type, event.data.object.id) == ("customer.created", made.id)


@pytest.mark.parametrize("fault", ["tamper", "stale"])
def test_library_refuses_altered_and_stale_deliveries(local, api, receiver, fault):
    api.customers.create({})
    local.deliver(**{fault: True})
    with pytest.raises(stripe.SignatureVerificationError):
        _verified(*receiver.got[0])


def test_registered_endpoint_gets_what_it_asked_for_with_its_own_secret(local, api):
    with receiving() as receiver:
        given = {"url": receiver.url, "enabled_events": ["product.created"]}
        endpoint = api.webhook_endpoints.create(given)
        api.customers.create({})
        api.products.create({"name": "Tea"})
        local.deliver()
        assert _types(receiver) == ["product.created"]
        body, header = receiver.got[0]
        assert _verified(body, header, endpoint.secret)


def test_disabled_and_deleted_endpoints_get_nothing(local, api):
    given = {"url": "http://127.0.0.1:9/", "enabled_events": ["*"]}
    first, second = (api.webhook_endpoints.create(given) for _ in range(2))
    api.webhook_endpoints.update(first.id, {"disabled": True})
    api.webhook_endpoints.delete(second.id)
    api.customers.create({})
    assert local.deliver() == []


def test_deliveries_come_in_any_order_and_twice(local, api, receiver):
    for name in "abc":
        api.customers.create({"name": name})
    local.deliver(order="reverse", duplicate=2)
    names = [json.loads(body)["data"]["object"]["name"] for body, _ in receiver.got]
    assert names == ["c", "c", "b", "b", "a", "a"]


def test_rest_of_the_deliveries_may_come_later(local, api, receiver):
    for _ in range(3):
        api.customers.create({})
    assert len(local.deliver(most=1)) == 1
    assert len(local.deliver()) == 2


def test_dropped_events_are_lost_but_still_listed(local, api, receiver):
    api.customers.create({})
    local.deliver(drop=["customer.created"])
    assert receiver.got == []
    assert api.events.list({"delivery_success": False}).data[0].type == "customer.created"


def test_failed_delivery_is_tried_again_later(local, api, receiver):
    receiver.answers = [500]
    api.customers.create({})
    assert local.deliver() == [500]
    assert local.deliver() == []
    local.stripe.state.db.execute("update delivery set due = 0")
    assert local.deliver() == [200]
    assert api.events.list().data[0].pending_webhooks == 0


def test_event_is_sent_again_on_request(local, api, receiver):
    api.customers.create({})
    local.deliver()
    event = api.events.list().data[0].id
    assert control(local.url, f"/_local/events/{event}/resend", {})[1] == {"queued": 1}
    local.deliver()
    assert receiver.got[0][0] is not None
    assert len(receiver.got) == 2


def test_refused_request_tells_nobody(local, api, receiver):
    with pytest.raises(stripe.InvalidRequestError):
        api.prices.create({"product": "prod_none", "currency": "usd", "unit_amount": 1})
    assert local.deliver() == []


def test_auto_mode_delivers_by_itself():
    with receiving() as receiver:
        own = LocalStripe(State(seed=1), auto=True)
        own.add_endpoint(receiver.url, SECRET)
        headers = {"authorization": "Bearer sk_test_local"}
        own.request(Request("POST", "/v1/products", body="name=Tea", headers=headers))
        deadline = time.monotonic() + 30
        while not receiver.got and time.monotonic() < deadline:
            time.sleep(0.01)
        own.close()
        assert _types(receiver) == ["product.created"]


def test_event_is_sent_in_the_version_of_its_endpoint(local, api):
    with receiving() as receiver:
        given = {"url": receiver.url, "enabled_events": ["*"], "api_version": "2020-08-27"}
        api.webhook_endpoints.create(given)
        api.customers.create({})
        local.deliver()
        assert json.loads(receiver.got[0][0])["api_version"] == "2020-08-27"
        assert api.events.list().data[0].api_version == stripe.api_version


@pytest.mark.parametrize(("keep_for", "valid"), [(3600, True), (0, False)])
def test_older_secret_is_valid_for_a_while_after_a_roll(local, api, keep_for, valid):
    with receiving() as receiver:
        given = {"url": receiver.url, "enabled_events": ["*"]}
        endpoint = api.webhook_endpoints.create(given)
        path = f"/_local/webhook_endpoints/{endpoint.id}/roll"
        rolled = control(local.url, path, {"keep_for": keep_for})[1]["secret"]
        api.customers.create({})
        local.deliver()
        body, header = receiver.got[0]
        assert header.count("v1=") == 1 + valid
        for secret in [rolled, *[endpoint.secret] * valid]:
            assert _verified(body, header, secret)


@pytest.mark.parametrize(("pace", "attempts"), [("sandbox", 4), ("live", 10), ("fast", 12)])
def test_deliveries_are_given_up_after_as_many_attempts_as_is_set(local, api, pace, attempts):
    local.set(webhook_retries=pace)
    local.stripe.add_endpoint("http://127.0.0.1:9/", SECRET)
    api.customers.create({})
    tries = 0
    while local.deliver():
        tries += 1
        local.stripe.state.db.execute("update delivery set due = 0")
    assert tries == attempts


def test_live_deliveries_are_tried_for_three_days(local, api):
    local.set(webhook_retries="live")
    local.stripe.add_endpoint("http://127.0.0.1:9/", SECRET)
    api.customers.create({})
    waited, db = 0.0, local.stripe.state.db
    while local.deliver():
        due = db.execute("select due from delivery where status = 'pending'").fetchone()
        waited += due[0] - time.time() if due else 0
        db.execute("update delivery set due = 0")
    assert 2.5 < waited / 86400 < 3


def test_there_are_sixteen_endpoints_at_most(api):
    given = {"url": "http://127.0.0.1:1/", "enabled_events": ["*"]}
    for _ in range(16):
        api.webhook_endpoints.create(given)
    with pytest.raises(stripe.InvalidRequestError, match="maximum of 16"):
        api.webhook_endpoints.create(given)


def test_what_waits_for_an_endpoint_is_dropped_when_it_is_disabled(local, api):
    with receiving() as receiver:
        given = {"url": receiver.url, "enabled_events": ["customer.created"]}
        endpoint = api.webhook_endpoints.create(given).id
        api.customers.create({})
        api.webhook_endpoints.update(endpoint, {"disabled": True})
        local.deliver()
    assert receiver.got == []
