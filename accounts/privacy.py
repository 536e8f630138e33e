"""What customers agree to, and what they ask of us about their data.

An answer to a question is written once and never changed: the newest of a purpose counts. Of each
kind of request one is open at a time; asking twice is asking once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import Consent, Customer, CustomerAccount, PrivacyRequest

KEPT = timedelta(days=7)
"""For so long a copy of one's data can be fetched."""
WAIT = timedelta(hours=1)
"""For so long no second copy is made."""
Kind, State = PrivacyRequest.Kind, PrivacyRequest.State


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks: an account, the customers it proved to be, and on which site."""

    account_id: UUID
    customer_ids: tuple[int, ...]
    site_id: int


def consents_of(customer_ids: Collection[int]) -> dict[str, Consent]:
    """Return the newest answer to each question, by its purpose. One query."""
    rows = Consent.objects.filter(customer_id__in=customer_ids).order_by("at", "pk")
    return {row.purpose: row for row in rows}


def answer(asked: Asked, purpose: str, words: str, *, granted: bool, now: datetime) -> None:
    """Write down an answer, with the words it was given to, for each customer they are."""
    Consent.objects.bulk_create(
        Consent(
            customer_id=pk,
            site_id=asked.site_id,
            purpose=purpose,
            words=words,
            granted=granted,
            at=now,
        )
        for pk in asked.customer_ids
    )


def requests_of(account_id: UUID, *, now: datetime) -> dict[str, PrivacyRequest]:
    """Return the newest request of each kind that is still of interest, without the copy itself."""
    rows = PrivacyRequest.objects.filter(account=account_id).defer("copy")
    recent = rows.filter(Q(state=State.ASKED) | Q(settled_at__gt=now - KEPT))
    return {row.kind: row for row in recent.order_by("asked_at")}


def ask(asked: Asked, kind: str, *, now: datetime) -> tuple[PrivacyRequest, bool]:
    """Return the open request of this kind, and whether it was made now.

    A copy that was made within the hour is not made again.
    """
    with transaction.atomic():
        account = CustomerAccount.objects.select_for_update(no_key=True).get(pk=asked.account_id)
        rows = PrivacyRequest.objects.filter(account=account, kind=kind)
        fresh = Q(state=State.READY, settled_at__gt=now - WAIT)
        found = rows.filter(Q(state=State.ASKED) | fresh).order_by("-asked_at").first()
        if found is not None:
            return found, False
        made = PrivacyRequest.objects.create(
            account=account, site_id=asked.site_id, kind=kind, asked_at=now
        )
        made.customers.set(asked.customer_ids)
    return made, True


def take_back(account_id: UUID, kind: str, *, now: datetime) -> bool:
    """Take an open request back, and return whether there was one."""
    rows = PrivacyRequest.objects.filter(account=account_id, kind=kind, state=State.ASKED)
    return bool(rows.update(state=State.WITHDRAWN, settled_at=now, settled_by="customer"))


def settle(request: PrivacyRequest, state: str, *, by: str, answer: str, now: datetime) -> bool:
    """Settle an open request, and return whether it was still open."""
    rows = PrivacyRequest.objects.filter(pk=request.pk, state=State.ASKED)
    return bool(rows.update(state=state, settled_at=now, settled_by=by, answer=answer))


def keep_copy(request: PrivacyRequest, copy: bytes, *, now: datetime) -> None:
    """Keep the copy that was made for a request."""
    rows = PrivacyRequest.objects.filter(pk=request.pk, state=State.ASKED)
    rows.update(state=State.READY, copy=copy, settled_at=now, settled_by="portico")


def copy_for(account_id: UUID, request_id: UUID, *, now: datetime) -> bytes | None:
    """Return the copy, for the account that asked for it alone and while it is kept."""
    rows = PrivacyRequest.objects.filter(pk=request_id, account=account_id, state=State.READY)
    row = rows.filter(settled_at__gt=now - KEPT).first()
    return bytes(row.copy) if row is not None and row.copy is not None else None


def open_copies() -> QuerySet[PrivacyRequest]:
    """Return the copies that are still to be made."""
    return PrivacyRequest.objects.filter(kind=Kind.COPY, state=State.ASKED).order_by("asked_at")


def forget_copies(*, now: datetime) -> int:
    """Delete the copies that have been kept long enough."""
    rows = PrivacyRequest.objects.filter(settled_at__lte=now - KEPT, copy__isnull=False)
    return rows.update(copy=None, state=State.DONE)


def customers_of(request: PrivacyRequest) -> list[Customer]:
    """Return whose data a request is about, those erased left out."""
    return list(request.customers.filter(erased_at=None).select_related("shop").order_by("pk"))
