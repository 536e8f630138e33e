"""Erasing whose data a request is about: once, while it is asked for, and all of it at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import Customer, PrivacyRequest
from accounts.privacy import State, customers_of, forget_attempts, forget_requester, settle
from billing.erasing import erase_customers
from billing.notices import reasons
from cms.privacy import farewell
from portals.registry import all_portals


@dataclass(frozen=True, slots=True)
class Erased:
    """They are erased. `because` says why they were not told of it, a code; empty: they were.

    `address` is where staff can tell them, and is nowhere else any more.
    """

    because: str = ""
    address: str = ""


def erase_as_asked(request: PrivacyRequest, *, by: str, now: datetime) -> Erased | None:
    """Erase them, settle the request, and tell them; None where it is open no more.

    `by` is who of the staff decided. Raise `StillRunning` where something still charges one of
    them; the request stays open then. Not to be called within a transaction: what is told is true
    only when all of it is written.
    """
    with transaction.atomic():
        # Settled first: a customer who takes it back at this moment comes before it or too late.
        if not settle(request, State.DONE, by=by, answer="", now=now):
            return None
        people = customers_of(request)
        last = farewell.written(request, people, now=now)
        _erase(request, people, by=by, now=now)
    if last is None:
        return Erased(reasons.NO_ADDRESS)
    because = farewell.sent(last, now=now)
    return Erased(because, last.address if because else "")


def _erase(request: PrivacyRequest, people: Sequence[Customer], *, by: str, now: datetime) -> None:
    emails = _emails(people, request)
    erase_customers(people, request.account, actor=by, now=now)
    forget_requester([one.pk for one in people], now=now)
    for shop_id in {one.shop_id for one in people}:
        sites = [one.site_id for one in all_portals() if one.shop_id == shop_id]
        forget_attempts(shop_id, emails, sites)


def _emails(people: Sequence[Customer], request: PrivacyRequest) -> set[str]:
    """Read before they are erased."""
    account = {request.account.email} if request.account is not None else set()
    return account | {one.email for one in people}
