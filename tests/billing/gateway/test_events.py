import json
import time

import pytest
import stripe

from billing.gateway.errors import SignatureRefused
from billing.gateway.events import TOLERANCE, verify
from tests.promises import promise

EVENT = {
    "id": "evt_1",
    "object": "event",
    "type": "customer.subscription.updated",
    "created": 1_700_000_000,
    "api_version": "2026-10-28.endive",
    "livemode": False,
    "data": {"object": {"id": "sub_1", "object": "subscription", "customer": "cus_1"}},
}
BODY = json.dumps(EVENT, indent=2)


def _signed(body, secret="whsec_1", at=None):
    return stripe.WebhookSignature.generate_signature_header(body, secret, at)


def test_event_in_our_words():
    record = verify(BODY.encode(), _signed(BODY), ["whsec_1"])
    assert (record.external_id, record.type) == ("evt_1", "customer.subscription.updated")
    assert (record.object_kind, record.object_id, record.customer_id) == (
        "subscription",
        "sub_1",
        "cus_1",
    )
    assert (record.livemode, record.account, record.created_at.year) == (False, "", 2023)


@promise(2)
@pytest.mark.parametrize("secret", ["whsec_old", "whsec_new"])
def test_any_of_several_secrets_is_believed(secret):
    assert verify(BODY.encode(), _signed(BODY, secret), ["whsec_new", "whsec_old"])


@promise(1)
@pytest.mark.parametrize(
    "header",
    [
        "",
        "nonsense",
        "t=x,v1=y",
        _signed(BODY, "whsec_other"),
        _signed(BODY, at=int(time.time()) - TOLERANCE - 5),
        _signed(BODY).replace("v1=", "v0="),
    ],
    ids=["none", "nonsense", "not_numbers", "other_secret", "stale", "old_scheme"],
)
def test_wrong_signature_is_refused(header):
    with pytest.raises(SignatureRefused):
        verify(BODY.encode(), header, ["whsec_1"])


@promise(2)
def test_same_json_in_other_bytes_is_refused():
    with pytest.raises(SignatureRefused):
        verify(json.dumps(EVENT).encode(), _signed(BODY), ["whsec_1"])


@pytest.mark.parametrize("secrets", [[], [""], ["  "]])
def test_without_a_secret_nothing_is_believed(secrets):
    with pytest.raises(SignatureRefused):
        verify(BODY.encode(), _signed(BODY, ""), secrets)


@pytest.mark.parametrize("body", ["[]", "null", "7", "{}", "not json", '{"id": "evt_1"}'])
def test_signed_nonsense_is_refused(body):
    with pytest.raises(SignatureRefused):
        verify(body.encode(), _signed(body), ["whsec_1"])


def test_body_that_is_no_text_is_refused():
    with pytest.raises(SignatureRefused):
        verify(b"\xff\xfe", _signed("x"), ["whsec_1"])


@pytest.mark.parametrize(
    ("about", "customer"),
    [
        ({"id": "cus_2", "object": "customer"}, "cus_2"),
        ({"id": "in_1", "object": "invoice", "customer": {"id": "cus_3"}}, "cus_3"),
        ({"object": "balance"}, ""),
    ],
)
def test_customer_of_an_event(about, customer):
    body = json.dumps({**EVENT, "data": {"object": about}})
    assert verify(body.encode(), _signed(body), ["whsec_1"]).customer_id == customer


def test_event_of_the_second_api_is_read():
    body = json.dumps(
        {"id": "evt_2", "type": "v2.x", "created": "2026-01-02T03:04:05Z", "livemode": False}
    )
    record = verify(body.encode(), _signed(body), ["whsec_1"])
    assert (record.object_id, record.created_at.year) == ("", 2026)
