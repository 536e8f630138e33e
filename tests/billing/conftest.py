from contextlib import closing
from datetime import UTC, datetime

import pytest

from billing.gateway import client, pacing
from local_stripe.core import LocalStripe
from local_stripe.state import State
from portals.models import Shop
from tests.rows_again import written_again


@pytest.fixture
def stripe(settings, monkeypatch, stripe_line):
    """A local Stripe of the test's own; the product talks to it, and does not wait to retry."""
    monkeypatch.setattr("stripe._http_client.HTTPClient.INITIAL_DELAY", 0.001)
    monkeypatch.setattr("stripe._http_client.HTTPClient.MAX_DELAY", 0.001)
    monkeypatch.setattr(pacing, "RATE", 1e6)
    settings.STRIPE_API_BASE = stripe_line.url
    with closing(LocalStripe(State(seed=1), strict=True)) as own:
        yield stripe_line.leads_to(own)
        assert own.violations == []
    client._client.cache_clear()


@pytest.fixture
def shop(db):
    named = {"name": "Greenhouse"}
    written_again("shop", lambda: Shop.objects.create(**named), now=datetime.now(UTC))
    return Shop.objects.filter(**named).latest("pk")


@pytest.fixture
def now():
    return datetime.now(UTC)
