"""The figure of webhooks: how much more than writing one row it costs to take one in safely."""

from __future__ import annotations

import json
import time
from itertools import count
from statistics import median

from django.conf import settings
from django.test import Client, override_settings
from stripe import WebhookSignature

from tests.bench.measure import Effort, Figure, compare
from tests.bench.world import PEER_HOST, peer_client, world

PADDING = {"metadata": {f"field_{number}": "x" * 60 for number in range(20)}}
numbers = count(1)


def webhook_vs_insert(effort: Effort) -> Figure:
    """A signed event by POST, verified and kept, against a view that inserts one row."""
    world()
    ours, peer = Client(headers={"host": PEER_HOST}), peer_client()

    def webhook() -> None:
        _post(ours, "/webhooks/stripe/")

    def insert() -> None:
        _post(peer, "/insert-only/")

    with override_settings(ROOT_URLCONF="tests.bench.urls"):
        found = compare({"ours": webhook, "peer": insert}, effort)
    return Figure(
        "webhook_vs_insert",
        found.median("ours") * 1000,
        "ms CPU",
        "view that inserts one row",
        found.ratio("ours", "peer"),
        {"against_value": found.median("peer") * 1000},
    )


def webhook_ms(effort: Effort) -> Figure:
    """How long Stripe waits for an answer, with Stripe's own API down and nobody working."""
    world()
    ours = Client(headers={"host": PEER_HOST})
    times = []
    with override_settings(STRIPE_API_BASE="http://127.0.0.1:9"):
        for _ in range(max(5, round(400 * effort.size))):
            begun = time.perf_counter()
            _post(ours, "/webhooks/stripe/")
            times.append(1000 * (time.perf_counter() - begun))
    return Figure(
        "webhook_ms",
        median(times),
        "ms",
        "50 ms",
        median(times) / 50,
        {"slowest": max(times)},
    )


def _post(client: Client, path: str) -> None:
    about = {"id": "sub_1", "object": "subscription", "customer": "cus_1", **PADDING}
    event = {
        "id": f"evt_{next(numbers)}",
        "object": "event",
        "type": "customer.subscription.updated",
        "created": 1_700_000_000,
        "livemode": False,
        "data": {"object": about},
    }
    body = json.dumps(event)
    secret = settings.STRIPE_WEBHOOK_SECRETS[0]
    header = WebhookSignature.generate_signature_header(body, secret)
    headers = {"stripe-signature": header}
    answer = client.post(path, body, content_type="application/json", headers=headers)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}.")
