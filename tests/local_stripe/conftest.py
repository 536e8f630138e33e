"""A local Stripe on a free port, and the real library talking to it."""

import pytest
import stripe

from local_stripe.testing import running
from tests.local_stripe.cast import Shop


@pytest.fixture
def local():
    """A running local Stripe; at the end no answer may have broken the contract."""
    with running(seed=7, strict=True) as started:
        yield started
        assert started.stripe.violations == []


@pytest.fixture
def connect():
    """Makes clients of the real library."""
    opened = []

    def make(url, key="sk_test_local", retries=0):
        http = stripe.RequestsClient(timeout=(3, 20))
        opened.append(http)
        return stripe.StripeClient(
            key, base_addresses={"api": url}, max_network_retries=retries, http_client=http
        )

    yield make
    for http in opened:
        http.close()


@pytest.fixture
def api(local, connect):
    """The `v1` of a client that never retries."""
    return connect(local.url).v1


@pytest.fixture
def shop(api):
    """Products, prices and people."""
    return Shop(api)
