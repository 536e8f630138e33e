"""The one configured client of Stripe's API."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import UUID

import stripe
from django.conf import settings

from billing.gateway.accounts import current
from billing.gateway.pacing import PacedClient, is_hurried

TIMEOUTS = (3.0, 20.0)  # seconds to connect, seconds to wait for each answer
HURRIED = (1.0, 2.0)  # where a page waits for news that may not even be there
RETRIES = 2  # the package's client retries nothing unless told


def api() -> stripe.V1Services:
    """Stripe's services, for the account that is acted for, at the package's API version."""
    return _client(current().secret_key, settings.STRIPE_API_BASE, hurry=is_hurried()).v1


def once(operation_id: UUID, step: str = "") -> stripe.RequestOptions:
    """Options that make Stripe carry out a write with this id once, however often it is sent.

    `step` names one of several writes of the same operation.
    """
    return {"idempotency_key": f"{operation_id}:{step}" if step else str(operation_id)}


def request_id(answer: stripe.StripeObject) -> str:
    """Stripe's name for the request that `answer` came from, empty where it has none."""
    response = answer.last_response
    headers: Mapping[str, Any] = response.headers if response is not None else {}
    return str(headers.get("request-id") or "")


@cache
def _client(key: str, base: str, *, hurry: bool = False) -> stripe.StripeClient:
    return stripe.StripeClient(
        key,
        stripe_version=stripe.api_version,
        base_addresses={"api": base},
        max_network_retries=0 if hurry else RETRIES,
        http_client=PacedClient(timeout=HURRIED if hurry else TIMEOUTS),
    )
