"""Events: is this from Stripe, what is it about, and which ones have we missed?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import stripe

from billing.gateway.client import api
from billing.gateway.errors import SignatureRefused, translated
from billing.gateway.reading import moment
from billing.gateway.records import EventRecord

PAGE = 100
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


def list_events(since: datetime) -> Iterator[EventRecord]:
    """Yield the events from `since` until now, oldest first, of which a page is in memory.

    Stripe keeps them for 30 days. It lists the newest first, so the way to the oldest is to start
    before an older one. Events that come up while this is read are left out: whoever looks at an
    object after the first event was yielded has seen what they tell of.
    """
    begin = int(since.timestamp())
    with translated():
        newest = api().events.list({"created": {"gte": begin}, "limit": 1}).data
        if not newest:
            return
        anchor = api().events.list({"created": {"lt": begin}, "limit": 1}).data
        if anchor:
            yield from _newer(anchor[0], until=newest[0].id)
            return
        oldest = newest[0]
        for oldest in api().events.list({"limit": PAGE}).auto_paging_iter():  # noqa: B007
            pass
        yield _record(oldest.to_dict())
        if oldest.id != newest[0].id:
            yield from _newer(oldest, until=newest[0].id)


def _newer(anchor: stripe.Event, *, until: str) -> Iterator[EventRecord]:
    for found in api().events.list({"ending_before": anchor.id, "limit": PAGE}).auto_paging_iter():
        yield _record(found.to_dict())
        if found.id == until:
            return


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
