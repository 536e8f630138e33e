"""Events as Stripe posts them."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client
from stripe import WebhookSignature

CURRENT, PREVIOUS = "whsec_current", "whsec_previous"


def event(**fields: Any) -> dict[str, Any]:
    """An event about a subscription that is nowhere."""
    about = {"id": "sub_1", "object": "subscription", "customer": "cus_1"}
    return {
        "id": "evt_1",
        "object": "event",
        "type": "customer.subscription.updated",
        "created": 1_700_000_000,
        "api_version": "2026-10-28.endive",
        "livemode": False,
        "data": {"object": about},
        **fields,
    }


def signed(body: str, secret: str = CURRENT, at: int | None = None) -> str:
    """The header that Stripe sends with a body."""
    return str(WebhookSignature.generate_signature_header(body, secret, at))


def post(what: dict[str, Any] | str, header: str | None = None) -> Any:
    """Post an event, signed unless a header is given."""
    body = what if isinstance(what, str) else json.dumps(what, indent=2)
    return Client().post(
        "/webhooks/stripe/",
        body,
        content_type="application/json; charset=utf-8",
        headers={"stripe-signature": signed(body) if header is None else header},
    )
