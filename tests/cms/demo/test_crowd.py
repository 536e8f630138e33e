"""The invented customers of the demo."""

from __future__ import annotations

import pytest

from accounts.models import Customer
from billing.mirror.known import ours
from billing.models import CustomerFacts, Price, Product
from cms.demo.crowd import gather_crowd
from portals.models import Shop
from tests.billing.facts.truth import facts_are_true

SIZE = 150


@pytest.fixture
def crowd(portals, now):
    shop = Shop.objects.get()
    for name, interval in (("Grinder", ""), ("Filter", "month")):
        product = Product.objects.create(shop=shop, source="stripe", external_id=name, name=name)
        Price.objects.create(
            shop=shop,
            product=product,
            external_id=name,
            currency="EUR",
            unit_amount=900,
            interval=interval,
            fetched_at=now,
        )
        product.clubs.add(portals[1].club_id)
    gather_crowd(shop, now, size=SIZE)


def test_the_facts_of_the_crowd_are_true(crowd):
    assert Customer.objects.count() == CustomerFacts.objects.count() == SIZE
    assert facts_are_true()


def test_every_kind_of_condition_finds_somebody_and_leaves_somebody(crowd):
    rows = list(CustomerFacts.objects.all())
    for name in ("country", "region", "tags", "products", "orders_count", "refunds_count"):
        assert len({bool(getattr(row, name)) for row in rows}) == 2, name
    states = frozenset().union(*(row.states for row in rows))
    assert {"active", "past_due", "paused", "ending", "cancelled"} <= states
    assert any(one["renewals"] for row in rows for one in row.subscriptions)


def test_the_walk_over_stripe_leaves_the_crowd_alone(crowd):
    assert not ours().exists()
