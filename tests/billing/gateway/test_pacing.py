import time
from itertools import pairwise

import pytest

from billing.gateway import pacing
from billing.gateway.customers import fetch_customer
from billing.gateway.errors import OutcomeUnknown, Unreachable
from billing.gateway.pacing import Pace, paced
from tests.billing.buying import requests, sign_up
from tests.promises import promise


@pytest.fixture
def sleeps(monkeypatch):
    """A clock that only sleeping moves; the sleeps it was asked for."""
    slept: list[float] = []
    monkeypatch.setattr(time, "monotonic", lambda: sum(slept))
    monkeypatch.setattr(time, "sleep", slept.append)
    return slept


def _tries(stripe, customer):
    return len(requests(stripe, "GET", f"/v1/customers/{customer}"))


def test_no_more_than_the_rate_are_let_through(sleeps):
    pace = Pace(20)
    at = []
    for _ in range(60):
        pace.wait()
        at.append(time.monotonic())
    assert min(later - before for before, later in pairwise(at)) >= 0.0499
    assert at[-1] == pytest.approx(59 / 20)


def test_whoever_was_slow_is_not_held_up(sleeps):
    pace = Pace(20)
    pace.wait()
    sleeps.append(5.0)
    pace.wait()
    assert sleeps == [0.0, 5.0, 0.0]


@promise(13)
def test_rate_leaves_room_below_what_stripe_allows():
    assert pacing.RATE < 25


@promise(13)
def test_requests_keep_to_the_pace(stripe, monkeypatch):
    customer = sign_up()
    monkeypatch.setattr(pacing, "RATE", 50)
    begun = time.monotonic()
    with paced():
        for _ in range(6):
            fetch_customer(customer)
    assert time.monotonic() - begun >= 5 / 50


@promise(13)
def test_limit_is_waited_out(stripe):
    customer = sign_up()
    stripe.fault("429", "GET /v1/customers", times=5)
    with paced():
        assert fetch_customer(customer).external_id == customer
    assert _tries(stripe, customer) == 6


def test_stripe_may_say_that_trying_again_is_of_no_use(stripe):
    customer = sign_up()
    stripe.fault("429", "GET /v1/customers", times=5, should_retry=False)
    with paced(), pytest.raises(OutcomeUnknown):
        fetch_customer(customer)
    assert _tries(stripe, customer) == 1


def test_page_gives_up_at_once(stripe):
    customer = sign_up()
    stripe.fault("429", "GET /v1/customers", times=5)
    with pytest.raises(OutcomeUnknown):
        fetch_customer(customer)
    assert _tries(stripe, customer) == 1


def test_faults_are_waited_out_only_so_long(stripe):
    customer = sign_up()
    stripe.fault("503", "GET /v1/customers", times=50)
    with paced(), pytest.raises(OutcomeUnknown):
        fetch_customer(customer)
    assert _tries(stripe, customer) == 1 + pacing.RETRIES


def test_waits_grow_and_end():
    client = pacing.PacedClient()
    with paced():
        waits = [client._sleep_time_seconds(number) for number in range(1, 12)]
    assert 0.5 <= waits[0] <= 1
    assert waits[5] >= 10
    assert max(waits) <= pacing.LONGEST_WAIT


def test_who_hurries_begins_no_request_when_the_time_is_over(stripe):
    with pacing.hurried(-1), pytest.raises(Unreachable):
        fetch_customer("cus_any")
    assert requests(stripe, "GET", "/v1/customers/%") == []


def test_hurry_ends_with_whoever_was_in_a_hurry():
    with pacing.hurried(5):
        assert pacing.is_hurried()
    assert not pacing.is_hurried()
