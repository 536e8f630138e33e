"""The figure of a full walk: what a mirror of thousands costs in memory, and how fast it is."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from socket import socket
from tempfile import TemporaryDirectory

from django.test import override_settings

from billing.gateway import pacing
from billing.gateway.client import api
from billing.mirror.cursors import begun as begun_walk
from billing.mirror.walk import walk
from billing.models import Subscription
from cms.demo.processes import answers
from portals.models import Shop
from tests.bench.measure import Effort, Figure
from tests.bench.world import world

CUSTOMERS = 10_000
WARM = 0.1  # of them are walked before memory is looked at first


def sync_memory_mb(effort: Effort) -> Figure:
    """A walk over customers with a subscription each, at a local Stripe of its own process.

    `value` is how much this process grew after the first tenth: what must not grow with the
    number of customers. The pace that Stripe asks for is taken away.
    """
    world()
    number = max(20, round(CUSTOMERS * effort.size))
    with _local_stripe() as url, override_settings(STRIPE_API_BASE=url):
        _furnish(number)
        pacing.RATE = 1e9
        begun = datetime.now(UTC)
        cursor = begun_walk("bench", now=begun, not_before=begun)
        steps = walk(cursor, now=begun)
        for _ in islice(steps, max(1, round(number * WARM))):
            pass
        before = _peak_mb()
        for _ in steps:
            pass
        seconds = (datetime.now(UTC) - begun).total_seconds()
    return Figure(
        "sync_memory_mb",
        _peak_mb() - before,
        "MB grown",
        "the first tenth of the walk",
        _peak_mb() / before,
        {"subscriptions": Subscription.objects.count(), "customers_per_s": number / seconds},
    )


@contextmanager
def _local_stripe() -> Iterator[str]:
    """A local Stripe that takes none of this process's memory."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with TemporaryDirectory() as folder:
        state = f"{folder}/state.sqlite3"
        command = [sys.executable, "-m", "local_stripe", "--port", str(port), "--state", state]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            while not answers(f"http://127.0.0.1:{port}/_local/health"):
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait()


def _furnish(number: int) -> None:
    shop = Shop.objects.get()
    product = api().products.create({"name": "Box", "metadata": {"portico_shop": shop.name}})
    price = api().prices.create(
        {
            "product": product.id,
            "currency": "eur",
            "unit_amount": 2400,
            "recurring": {"interval": "month"},
        }
    )
    for one in range(number):
        customer = api().customers.create({"email": f"c{one}@example.com"})
        card = api().payment_methods.attach("pm_card_visa", {"customer": customer.id})
        api().subscriptions.create(
            {
                "customer": customer.id,
                "items": [{"price": price.id}],
                "default_payment_method": card.id,
            }
        )


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
