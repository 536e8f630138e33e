"""Begins and ends a customer's session at a portal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from accounts.addresses import client_address
from accounts.models import Customer, CustomerAccount
from accounts.sessions import CustomerSessionStore
from portals.requests import require_portal


def sign_in(
    request: HttpRequest,
    account: CustomerAccount,
    *,
    customer: Customer | None,
    methods: Sequence[str],
    now: datetime,
) -> None:
    """Sign `account` in at the portal of `request`, for a day.

    `customer` limits the session to one customer; None means all of the account's. Whatever
    session there was is thrown away with its key: neither a planted key nor another person's
    data survives a sign-in.
    """
    session = request.session
    if not isinstance(session, CustomerSessionStore):
        raise TypeError("Customers sign in at portals only.")
    session.flush()
    session.identity = {
        "account_id": account.pk,
        "customer_id": customer.pk if customer else None,
        "methods": list(methods),
        "signed_in_at": now,
        "auth_hash": account.get_session_auth_hash(),
        "address": client_address(request),
        "user_agent": request.headers.get("User-Agent", "")[:200],
    }
    session["portal"] = require_portal(request).host
    session.set_expiry(settings.CUSTOMER_SESSION_SECONDS)
    session.create()
    rotate_token(request)


def sign_out(request: HttpRequest) -> None:
    """End the session of `request` and forget who it was."""
    request.session.flush()
    rotate_token(request)
    if hasattr(request, "_signed_in"):
        del request._signed_in
