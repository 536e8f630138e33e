"""Erasing whose data a request is about: once, while it is asked for, and all of it at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import Customer, PrivacyRequest
from accounts.privacy import State, customers_of, forget_attempts, forget_requester, settle
from billing.erasing import erase_customers
from portals.registry import all_portals


def erase_as_asked(request: PrivacyRequest, *, by: str, now: datetime) -> bool:
    """Erase them and settle the request; False where it is open no more, and nothing is erased.

    `by` is who of the staff decided. Raise `StillRunning` where something still charges one of
    them; the request stays open then.
    """
    with transaction.atomic():
        # Settled first: a customer who takes it back at this moment comes before it or too late.
        if not settle(request, State.DONE, by=by, answer="", now=now):
            return False
        people = customers_of(request)
        emails = _emails(people, request)
        erase_customers(people, request.account, actor=by, now=now)
        forget_requester([one.pk for one in people], now=now)
        for shop_id in {one.shop_id for one in people}:
            sites = [one.site_id for one in all_portals() if one.shop_id == shop_id]
            forget_attempts(shop_id, emails, sites)
    return True


def _emails(people: Sequence[Customer], request: PrivacyRequest) -> set[str]:
    """Read before they are erased."""
    account = {request.account.email} if request.account is not None else set()
    return account | {one.email for one in people}
