"""Where somebody is signed in: the list that they see, and ending what is on it.

Who proved one customer only, by an order number, sees and ends the sessions of that customer: an
order number proves too little to close the doors of the whole account.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import CustomerSession

MOST = 50


@dataclass(frozen=True, slots=True)
class Here:
    """The session of a request: whose it is, and its own name. `customer_id` is set where it is
    limited to one customer."""

    sid: UUID
    account_id: UUID
    customer_id: int | None
    since: datetime

    @property
    def is_limited(self) -> bool:
        """Whether it proves one customer only, and nobody's mailbox."""
        return self.customer_id is not None


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One sign-in that still holds. `user_agent` is what the browser called itself."""

    sid: UUID
    portal: str
    user_agent: str
    since: datetime
    is_here: bool


def open_sessions(here: Here, *, now: datetime) -> list[OpenSession]:
    """Return the newest sessions, this one first. One query."""
    rows = _sessions(here).filter(expire_date__gt=now).select_related("site")
    found = [_told(row, here) for row in rows.order_by("-signed_in_at")[:MOST]]
    return sorted(found, key=lambda one: not one.is_here)


def end_session(here: Here, sid: UUID) -> bool:
    """End one of them, and return whether there was one. Whoever has it is asked to sign in."""
    return bool(_sessions(here).filter(sid=sid).delete()[0])


def end_other_sessions(here: Here, *, now: datetime) -> int:
    """End all but this one, and return how many there were; what had run out does not count."""
    others = _sessions(here).exclude(sid=here.sid)
    count = others.filter(expire_date__gt=now).count()
    others.delete()
    return count


def _sessions(here: Here) -> QuerySet[CustomerSession]:
    rows = CustomerSession.objects.filter(account=here.account_id)
    return rows if here.customer_id is None else rows.filter(customer=here.customer_id)


def _told(row: CustomerSession, here: Here) -> OpenSession:
    portal = (row.site.site_name or row.site.hostname) if row.site is not None else ""
    since = row.signed_in_at or row.expire_date
    return OpenSession(row.sid, portal, row.user_agent, since, row.sid == here.sid)
