"""However the events of a whole story come, the mirror ends as Stripe is.

The story is told once. An event makes us look at an object as it is now, so of the events about
one object that wake the same handler one is delivered, and some of them again. Each answer of
Stripe's is kept: nothing changes there any more, so a later one would be the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from stripe._stripe_service import StripeService
from wagtail.signal_handlers import disable_reference_index_auto_update

from accounts.models import Customer
from billing.gateway import client
from billing.gateway.customers import fetch_customer
from billing.mirror.catalogue import check_catalogue
from billing.mirror.dispatch import HANDLERS
from billing.mirror.drift import Drift, drift_of
from billing.mirror.sync import everything_of
from billing.models import CustomerFacts
from local_stripe.testing import running
from portals.models import Shop
from tests.billing.facts.truth import facts_are_true
from tests.billing.mirror.lifecycle import tell_all
from tests.promises import promise

ORDERS, PARTS = 96, 8  # in parts, so that two workers share them
ON_POSTGRESQL = range(2)  # these; the others, which are other orders, on SQLite
Delivery = tuple[Callable[..., None], str]


@pytest.fixture(scope="module")
def deliveries() -> Iterator[list[Delivery]]:
    """What the story's events make us look at, at a Stripe where nothing happens any more."""
    with running(seed=5) as server, override_settings(STRIPE_API_BASE=server.url):
        heard = [one for one in tell_all(server) if one["type"] in HANDLERS]
        pairs = [(HANDLERS[one["type"]], one["data"]["object"]["id"]) for one in heard]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(StripeService, "_request", _kept(StripeService._request))
            yield list(dict.fromkeys(pairs))
    client._client.cache_clear()


def _kept(ask: Callable[..., Any]) -> Callable[..., Any]:
    answers: dict[str, Any] = {}

    def answer(self: StripeService, method: str, url: str, *args: Any, **how: Any) -> Any:
        assert method == "get"
        question = f"{url} {args} {how.get('params')}"
        if question not in answers:
            answers[question] = ask(self, method, url, *args, **how)
        return answers[question]

    return answer


def parts_of(vendor: str) -> list[int]:
    """Which parts are delivered on a database: together all, and none of them twice."""
    is_postgresql = vendor == "postgresql"
    return [part for part in range(PARTS) if (part in ON_POSTGRESQL) == is_postgresql]


@promise(5)
@pytest.mark.parametrize("part", parts_of(connection.vendor))
def test_order_of_delivery_makes_no_difference(db, deliveries, part):
    @given(number=st.integers(0, 10**9))
    @settings(
        max_examples=ORDERS // PARTS,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],  # an order that fails has no simpler one worth minutes
    )
    def in_any_order(number):
        chance = Random(f"{part}-{number}")
        order = [*deliveries, *chance.choices(deliveries, k=chance.randint(0, 3))]
        chance.shuffle(order)
        _deliver(order)

    in_any_order()


def _deliver(order: list[Delivery]) -> None:
    with transaction.atomic(), disable_reference_index_auto_update():
        Shop.objects.create(name="Greenhouse")
        for handler, external_id in order:
            handler(external_id, now=timezone.now())
        assert _drifts() == []
        assert _facts() == (2, {"EUR": 4300}, ["cancelled"])
        assert facts_are_true()
        transaction.set_rollback(True)


def _drifts() -> list[Drift]:
    customer = Customer.objects.get()
    drifts = drift_of(everything_of(fetch_customer(customer.external_id)))
    return [*drifts, *(drift for one in check_catalogue() for drift in one.drifts)]


def _facts() -> tuple[int, dict[str, int], list[str]]:
    facts = CustomerFacts.objects.get()
    return facts.orders_count, facts.spent, [one["state"] for one in facts.subscriptions]
