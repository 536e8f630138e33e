"""How a preview's address says who looks and when: `paused`, `customer-12@2026-12-24T18:30`.

It comes from the query string as anybody wrote it. Reading it says nothing of whether the one who
asks may look so: `people.py` answers that, at every request.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo

from portal_blocks.personas import PERSONAS

CUSTOMER = "customer-"
YEARS = range(2000, 2101)
_CUSTOMER = re.compile(rf"{CUSTOMER}([1-9][0-9]{{0,17}})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Mode:
    """Who looks: one of the invented people, or the customer of an id. `at` None: now."""

    persona: str = ""
    customer_id: int | None = None
    at: datetime | None = None

    @property
    def who(self) -> str:
        """The part of the address that says who."""
        return f"{CUSTOMER}{self.customer_id}" if self.customer_id else self.persona


def read_mode(text: str, zone: tzinfo) -> Mode | None:
    """Return what an address says, its time read in `zone`; None where it says nothing sound."""
    who, at_sign, when = text.partition("@")
    at = read_time(when, zone) if at_sign else None
    if at_sign and at is None:
        return None
    if who in PERSONAS:
        return Mode(persona=who, at=at)
    found = _CUSTOMER.fullmatch(who)
    return Mode(customer_id=int(found[1]), at=at) if found else None


def read_time(text: str, zone: tzinfo) -> datetime | None:
    """Return a moment written in ISO 8601, at noon where only the day is; None for any other text.

    A time without its own zone is meant in `zone`.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    if found.year not in YEARS:
        return None
    if len(text) == 10:
        found = found.replace(hour=12)
    return found if found.tzinfo else found.replace(tzinfo=zone)
