"""How much of our payment partner's patience one customer may use: all of a shop share it.

Amounts that it reckons and papers that it keeps are asked for by looking at a page, so looking is
counted as presses are: far more than anybody does, less than a program would.
"""

from __future__ import annotations

import math
from datetime import datetime

from django.utils.translation import ngettext

from accounts.throttle import Limit, Throttled, count_try
from billing.actions.errors import ActionError

LOOKS = Limit("look", tries=60, seconds=600)


class TooMuch(ActionError):
    """It is not asked for now. Nothing has changed."""

    permanent = False


def count_look(customer_id: int | None, *, now: datetime) -> None:
    """Count that our payment partner is asked something about a customer. Raise `TooMuch`."""
    try:
        count_try({LOOKS: str(customer_id)}, now=now)
    except Throttled as over:
        raise TooMuch(words(seconds_until(over.until, now=now)), "too_much") from None


def seconds_until(moment: datetime, *, now: datetime) -> int:
    """Return how long to wait: one second at least."""
    return max(1, math.ceil((moment - now).total_seconds()))


def words(seconds: int) -> str:
    """Say how long to wait."""
    minutes = math.ceil(seconds / 60)
    return ngettext(
        "That was a lot in a short time. Nothing was changed. Please wait %(minutes)d minute.",
        "That was a lot in a short time. Nothing was changed. Please wait %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}
