from datetime import UTC, datetime

import pytest

from billing.gateway import client, pacing
from local_stripe.testing import running
from portals.models import Shop


@pytest.fixture
def stripe(settings, monkeypatch):
    """A local Stripe of the test's own; the product talks to it, and does not wait to retry."""
    monkeypatch.setattr("stripe._http_client.HTTPClient.INITIAL_DELAY", 0.001)
    monkeypatch.setattr("stripe._http_client.HTTPClient.MAX_DELAY", 0.001)
    monkeypatch.setattr(pacing, "RATE", 1e6)
    with running(seed=1, strict=True) as server:
        settings.STRIPE_API_BASE = server.url
        yield server
        assert server.stripe.violations == []
    client._client.cache_clear()


@pytest.fixture
def shop(db):
    return Shop.objects.create(name="Greenhouse")


@pytest.fixture
def now():
    return datetime.now(UTC)
