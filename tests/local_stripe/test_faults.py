"""Faults on order."""

import time

import pytest
import stripe

from tests.local_stripe.cast import control

CREATE = "POST /v1/customers$"


def test_lost_answer_is_executed_once_with_the_same_key(local, connect):
    local.fault("lost_response", CREATE)
    api = connect(local.url, retries=1).v1
    made = api.customers.create({"name": "Ann"})
    assert made.last_response.headers["Idempotent-Replayed"] == "true"
    assert len(api.customers.list().data) == 1


def test_lost_answer_is_a_connection_error_to_who_does_not_retry(local, api):
    local.fault("lost_response", CREATE)
    with pytest.raises(stripe.APIConnectionError):
        api.customers.create({})
    assert len(api.customers.list().data) == 1


def test_timeout_comes_before_the_work(local, api):
    local.fault("timeout", CREATE, seconds=0.01)
    with pytest.raises(stripe.APIConnectionError):
        api.customers.create({})
    assert api.customers.list().data == []


@pytest.mark.parametrize("should_retry", [True, False, None])
def test_rate_limit_says_whether_to_retry(local, api, should_retry):
    local.fault("429", CREATE, should_retry=should_retry)
    with pytest.raises(stripe.RateLimitError) as caught:
        api.customers.create({})
    told = (caught.value.headers or {}).get("Stripe-Should-Retry")
    assert told == (None if should_retry is None else str(should_retry).lower())


def test_500_sticks_to_its_key(local, api):
    local.fault("500", CREATE)
    for _ in range(2):
        with pytest.raises(stripe.APIError):
            api.customers.create({}, {"idempotency_key": "k"})
    assert api.customers.create({}, {"idempotency_key": "other"}).id


def test_503_does_not_stick(local, api):
    local.fault("503", CREATE)
    with pytest.raises(stripe.APIError):
        api.customers.create({}, {"idempotency_key": "k"})
    assert api.customers.create({}, {"idempotency_key": "k"}).id


def test_conflict_is_an_idempotency_error(local, api):
    local.fault("409", CREATE)
    with pytest.raises(stripe.StripeError) as caught:
        api.customers.create({})
    assert caught.value.http_status == 409


def test_fault_hits_only_what_it_matches_and_only_so_often(local, api):
    local.fault("503", CREATE, times=2)
    assert api.products.create({"name": "Tea"}).id
    for _ in range(2):
        with pytest.raises(stripe.APIError):
            api.customers.create({})
    assert api.customers.create({}).id


def test_slow_answer_still_comes(local, api):
    local.fault("slow", CREATE, seconds=0.05)
    begun = time.monotonic()
    assert api.customers.create({}).id
    assert time.monotonic() - begun >= 0.05


def test_malformed_answer_is_an_api_error(local, api):
    local.fault("malformed", CREATE)
    with pytest.raises(stripe.APIError):
        api.customers.create({})


def test_down_lasts_until_it_is_lifted_over_http(local, api):
    control(local.url, "/_local/faults", {"kind": "down"})
    for _ in range(2):
        with pytest.raises(stripe.APIConnectionError):
            api.customers.list()
    control(local.url, "/_local/faults", method="DELETE")
    assert api.customers.list().data == []


def test_unknown_fault_is_refused(local):
    assert control(local.url, "/_local/faults", {"kind": "earthquake"})[0] == 400


def test_timeout_may_come_when_the_work_is_done(local, api):
    local.fault("timeout_after", "POST /v1/customers$", seconds=0.05)
    with pytest.raises(stripe.APIConnectionError):
        api.customers.create({"name": "Ann"})
    assert [one.name for one in api.customers.list().data] == ["Ann"]


def test_account_may_have_a_rate_limit(local, api):
    local.set(rate_limit=2)
    api.customers.list()
    api.customers.list()
    with pytest.raises(stripe.RateLimitError) as caught:
        api.customers.list()
    assert caught.value.headers["stripe-rate-limited-reason"] == "global-rate"
