"""Tells customers by e-mail what became of what they asked about their data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from accounts.models import Customer, PrivacyRequest
from accounts.privacy import KEPT
from billing.models import Notice, NoticeKind
from billing.notices import note, outbox


def tell(
    request: PrivacyRequest, kind: NoticeKind, people: Sequence[Customer], *, now: datetime
) -> None:
    """Note the e-mail, in the caller's transaction. Where there is nobody to tell: nothing."""
    to = addressee(people)
    if to is not None:
        note(to.pk, kind, str(request.pk), facts_of(request, now=now), now=now)


def addressee(people: Sequence[Customer]) -> Customer | None:
    """Return who of the customers of a request is written to: they are one person."""
    return next((one for one in people if one.email), people[0] if people else None)


def facts_of(request: PrivacyRequest, *, now: datetime) -> dict[str, Any]:
    """Return what the e-mails about a request need to know; `now` is when it is settled."""
    return {
        "request": str(request.pk),
        "site": request.site_id,
        "asked_at": request.asked_at.isoformat(),
        "kept_until": (now + KEPT).isoformat(),
        "answer": request.answer,
    }


def told_of(request: PrivacyRequest) -> Notice | None:
    """Return the newest e-mail about a request, sent or not."""
    kinds = (NoticeKind.DATA_COPY, NoticeKind.DATA_DECLINED, NoticeKind.DATA_ERASED)
    rows = Notice.objects.filter(kind__in=kinds, about=str(request.pk))
    return rows.select_related("customer").order_by("-pk").first()


def unmailed_copies(*, now: datetime) -> list[str]:
    """Return the ids of the requests whose e-mail with the key never went out."""
    return outbox.unsent(NoticeKind.DATA_COPY, since=now - KEPT)
