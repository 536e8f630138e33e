"""Half a minute in which Stripe takes no request: the pages stand, and we do not storm it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from types import SimpleNamespace

import pytest

from billing.actions.operation import Asking
from billing.actions.pause import pause_subscription
from billing.actions.settling import settle_all
from billing.gateway.pacing import RATE
from billing.models import Order, Subscription
from tests.billing.buying import requests
from tests.promises import promise

SECONDS = 30
LIMITED = {"times": 10**6}


@pytest.fixture
def page(visit, shop, home):
    """A page as the customer sees it; with Stripe's help where it is sent a question."""
    client = visit(shop, "active")
    return lambda path, **query: client.get(path, query)


@pytest.fixture
def asked(stripe):
    """How many requests Stripe has had since it began to take no more."""
    before = sum(len(requests(stripe, method, "%")) for method in ("GET", "POST", "DELETE"))

    def since():
        now = sum(len(requests(stripe, method, "%")) for method in ("GET", "POST", "DELETE"))
        return now - before

    return since


def _tried(now):
    """A change that no answer came to."""
    row = Subscription.objects.get(external_id__startswith="sub_", currency="EUR")
    portal = SimpleNamespace(shop_id=row.shop_id, pause_method="hold", tz=UTC)
    return pause_subscription(row, Asking(portal, "customer", now, uuid.uuid4()))


@promise(13)
def test_every_page_stands_and_asks_nothing(busy, page, stripe, asked):
    paths = ["/", *(f"/order/{order.pk}/" for order in Order.objects.filter(customer=busy))]
    stripe.fault("429", **LIMITED)
    answers = [page(path) for path in islice(cycle(paths), SECONDS)]
    assert len(paths) >= 3
    assert {answer.status_code for answer in answers} == {200}
    assert asked() == 0


@promise(13)
def test_page_that_needs_a_price_says_that_it_cannot_be_had(busy, page, home, stripe, asked):
    offer = next(child for child in home.body if child.block_type == "offer")
    stripe.fault("429", **LIMITED)
    answer = page("/", offer=str(offer.id), quantity="1")
    assert answer.status_code == 200
    assert "We cannot reach our payment partner" in answer.content.decode()
    assert asked() <= 2


@promise(13)
def test_worker_looks_seldom_and_the_change_stays_open(busy, stripe, asked):
    now = datetime.now(UTC)
    stripe.fault("429", **LIMITED)
    operation = _tried(now)
    for second in range(SECONDS):
        settle_all(now=now + timedelta(seconds=second))
    operation.refresh_from_db()
    assert operation.outcome == "unknown"
    assert 1 < asked() <= 4 < RATE * SECONDS
