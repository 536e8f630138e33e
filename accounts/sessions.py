"""Where sessions are kept: staff in Django's own table, customers in one that says who and how.

Two tables and two cookies, so a key of one realm is worthless in the other by construction.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import CustomerSession
from portals.prepared import Prepared

StaffSessionStore = SessionStore
IDENTITY = (
    "account_id",
    "customer_id",
    "methods",
    "signed_in_at",
    "auth_hash",
    "address",
    "user_agent",
)

_KEY = re.compile(r"[a-z0-9]+")
"""What Django makes keys of. PostgreSQL fails on other things a cookie may hold, such as \\000."""


def _session(key: str, site_id: int, now: datetime) -> QuerySet[CustomerSession]:
    found = CustomerSession.objects.filter(session_key=key, site=site_id, expire_date__gt=now)
    return found.select_related(*settings.CUSTOMER_SESSION_RELATED)


_SESSION = Prepared(_session)


class CustomerSessionStore(SessionStore):
    """Sessions of one portal: a key of another portal finds nothing here.

    `row` is the session with account, customer and whatever `CUSTOMER_SESSION_RELATED` names,
    fetched by one query; None for somebody without a session.
    """

    def __init__(self, session_key: str | None = None, *, site_id: int | None = None) -> None:
        super().__init__(session_key)
        self.site_id = site_id
        self.row: CustomerSession | None = None
        self.identity: dict[str, Any] = {}

    @classmethod
    def get_model_class(cls) -> type[CustomerSession]:
        """Return the model that holds customers' sessions."""
        return CustomerSession

    def load(self) -> dict[str, Any]:
        """Fetch the session, once a request, with all that signing in needs."""
        key, site_id = self.session_key, self.site_id
        is_any = key is not None and _KEY.fullmatch(key) is not None and site_id is not None
        self.row = _SESSION.first(key or "", site_id or 0, timezone.now()) if is_any else None
        if self.row is None:
            self._session_key = None
            return {}
        self.identity = {name: getattr(self.row, name) for name in ("sid", *IDENTITY)}
        return dict(self.decode(self.row.session_data))

    def create_model_instance(self, data: dict[str, Any]) -> CustomerSession:
        """Make the row to save, with the identity beside the data."""
        row = super().create_model_instance(data)
        if not isinstance(row, CustomerSession):
            raise TypeError("Customers' sessions are rows of their own.")
        row.site_id = self.site_id
        for name, value in self.identity.items():
            setattr(row, name, value)
        return row

    def flush(self) -> None:
        """Forget who this is, and delete the row."""
        super().flush()
        self.row, self.identity = None, {}
