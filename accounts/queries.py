"""Who is signed in at a portal, and what others may ask of customers."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from accounts.models import Customer, CustomerAccount, CustomerSession
from accounts.session_list import Here
from accounts.sessions import CustomerSessionStore


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody signed in at this portal: the account, the customers it proved to be, and how."""

    account: CustomerAccount
    customers: tuple[Customer, ...]
    methods: tuple[str, ...]
    since: datetime
    sid: UUID
    is_limited: bool
    """Whether what they proved is one customer only."""

    @property
    def here(self) -> Here:
        """This session."""
        only = self.customers[0].pk if self.is_limited else None
        return Here(self.sid, self.account.pk, only, self.since)

    @property
    def customer_ids(self) -> tuple[int, ...]:
        """The keys of all customers this person proved to be."""
        return tuple(customer.pk for customer in self.customers)

    @property
    def name(self) -> str:
        """What to call them: their name, else their address.

        The account's own is not for whoever proved one customer of it: a guest of the shop may
        have typed somebody else's address.
        """
        names = [customer.name for customer in self.customers]
        known = names if self.is_limited else [self.account.name, *names]
        return next(filter(None, known), self.account.email)


def signed_in(request: HttpRequest) -> SignedIn | None:
    """Return who is signed in at the portal of `request`, None for nobody. One query a request."""
    if not hasattr(request, "_signed_in"):
        request._signed_in = _signed_in(request)  # type: ignore[attr-defined]
    answer: SignedIn | None = request._signed_in  # type: ignore[attr-defined]
    return answer


def _signed_in(request: HttpRequest) -> SignedIn | None:
    session: Any = getattr(request, "session", None)
    if not isinstance(session, CustomerSessionStore) or session.session_key is None:
        return None
    session.keys()  # reads it, and marks the answer as varying by cookie
    row = session.row
    if row is None or not _is_sound(row):
        return None
    customers = _customers(row)
    if not customers or row.account is None or row.signed_in_at is None:
        return None
    methods, is_limited = tuple(row.methods), row.customer is not None
    return SignedIn(row.account, customers, methods, row.signed_in_at, row.sid, is_limited)


def _is_sound(row: CustomerSession) -> bool:
    """An account switched off, or a password changed, ends its sessions at once."""
    account = row.account
    if account is None or not account.is_active:
        return False
    return hmac.compare_digest(row.auth_hash, account.get_session_auth_hash())


def _customers(row: CustomerSession) -> tuple[Customer, ...]:
    """The one an order number proves, else every customer of the account."""
    if row.customer is not None:
        found = [row.customer] if row.customer.account_id == row.account_id else []
    else:
        found = list(row.account.customers.select_related("facts")) if row.account else []
    return tuple(customer for customer in found if customer.deleted_at is None)
