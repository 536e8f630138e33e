from uuid import UUID, uuid4

import pytest
import stripe as package

from billing.gateway import client
from billing.gateway.errors import Unreachable, translated
from tests.billing.buying import requests


def test_client_is_made_once_a_key_and_address(stripe, settings):
    first = client._client(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE)
    again = client._client(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE)
    other = client._client("sk_test_other", settings.STRIPE_API_BASE)
    assert (first is again, first is other) == (True, False)


def test_version_is_the_packages_own(stripe):
    created = client.api().customers.create({"name": "Ada"})
    assert created.last_response is not None
    assert created.last_response.headers["stripe-version"] == package.api_version


def test_an_operation_sent_three_times_is_one_request_to_stripe(stripe):
    stripe.fault("lost_response", "POST /v1/customers$", times=client.RETRIES)
    operation = uuid4()
    client.api().customers.create({"name": "Ada"}, client.once(operation))
    keys = [UUID(key) for key, _ in requests(stripe, "POST", "/v1/customers")]
    assert keys == [operation] * 3
    assert len(client.api().customers.list().data) == 1


def test_nothing_is_asked_more_than_three_times(stripe):
    stripe.fault("lost_response", times=9)
    with pytest.raises(Unreachable), translated():
        client.api().customers.list()
    assert len(stripe.stripe.api.faults.queued) == 1
    assert stripe.stripe.api.faults.queued[0].times == 9 - 1 - client.RETRIES


def test_request_id_is_stripes(stripe):
    assert client.request_id(client.api().customers.create({"name": "Ada"})).startswith("req_")
