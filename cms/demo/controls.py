"""How the demo talks to the local Stripe beside Stripe's own API: its clock, above all."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

from django.conf import settings


def control(what: str, body: dict[str, Any]) -> dict[str, Any]:
    """Have the local Stripe do something by `/_local/WHAT`; return what it says.

    Raise `OSError` where it does not answer.
    """
    request = urllib.request.Request(  # noqa: S310  (our own loopback)
        f"{settings.STRIPE_API_BASE}/_local/{what}",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=120) as response:  # noqa: S310
        answer: dict[str, Any] = json.load(response)
    return answer
