"""How requests to the API are signed: as Stripe signs its webhooks.

`Portico-Signature: t=1767225600,v1=5257a8…` where v1 is the HMAC-SHA256 of "t.body" with the
key's secret, in hexadecimal. `t` is seconds since 1970. Several v1 may stand there.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

TOLERANCE = 300
"""Seconds a signature is believed for, before and after."""

MOST_SIGNATURES = 5


def sign(body: bytes, secret: str, *, now: datetime) -> str:
    """Return the header that belongs to a body."""
    at = str(int(now.timestamp()))
    return f"t={at},v1={_signature(body, secret, at)}"


def is_signed(body: bytes, header: str, secret: str, *, now: datetime) -> bool:
    """Whether `header` was made with this secret for exactly these bytes, just now."""
    at, given = _parts(header)
    expected = _signature(body, secret, at)
    matches = [hmac.compare_digest(expected.encode(), one.encode()) for one in given]
    return any(matches) and _is_recent(at, now)


def _signature(body: bytes, secret: str, at: str) -> str:
    signed = at.encode() + b"." + body
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def _parts(header: str) -> tuple[str, list[str]]:
    pairs = [part.strip().partition("=") for part in header[:1000].split(",")]
    at = next((value for name, _, value in pairs if name == "t"), "")
    return at, [value for name, _, value in pairs if name == "v1"][:MOST_SIGNATURES]


def _is_recent(at: str, now: datetime) -> bool:
    if not (at.isascii() and at.isdigit() and len(at) <= 12):
        return False
    return abs(now.timestamp() - int(at)) <= TOLERANCE
