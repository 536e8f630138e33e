"""Webhooks: is this from Stripe, and what is it about?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import stripe

from billing.gateway.errors import SignatureRefused
from billing.gateway.reading import moment
from billing.gateway.records import EventRecord

TOLERANCE = 300  # seconds an event may be on its way, so that a recorded one cannot be replayed


def verify(payload: bytes, header: str, secrets: Sequence[str]) -> EventRecord:
    """Return what a webhook's raw body says, if any of `secrets` has signed it.

    Several are valid while one replaces another. Raise `SignatureRefused` otherwise, and for a
    signed body that is no event.
    """
    if not any(_is_signed(payload, header, secret) for secret in secrets):
        raise SignatureRefused("The signature is missing, wrong or too old.", "bad_signature")
    try:
        return _record(json.loads(payload))
    except (AttributeError, KeyError, TypeError, ValueError):
        raise SignatureRefused("The body is signed, but no event.", "not_an_event") from None


def _is_signed(payload: bytes, header: str, secret: str) -> bool:
    try:
        stripe.WebhookSignature.verify_header(payload, header, secret, TOLERANCE)
    except (stripe.SignatureVerificationError, UnicodeDecodeError):
        return False
    return True


def _record(body: dict[str, Any]) -> EventRecord:
    about = (body.get("data") or {}).get("object") or {}
    kind = str(about.get("object") or "")
    return EventRecord(
        external_id=str(body["id"]),
        type=str(body["type"]),
        created_at=_created(body["created"]),
        api_version=str(body.get("api_version") or ""),
        livemode=bool(body["livemode"]),
        account=str(body.get("account") or ""),
        object_kind=kind,
        object_id=str(about.get("id") or ""),
        customer_id=_customer_id(about, kind),
    )


def _created(value: int | str) -> datetime:
    if isinstance(value, str):  # events of Stripe's second API, which we have no use for
        return datetime.fromisoformat(value)
    return moment(value)


def _customer_id(about: dict[str, Any], kind: str) -> str:
    customer = about.get("id") if kind == "customer" else about.get("customer")
    if isinstance(customer, dict):
        customer = customer.get("id")
    return str(customer or "")
