"""The latest e-mails, for whoever watches them go out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from billing.models import Notice
from billing.notices.writers import Writer, writer_at
from cms.notices.mail import letter_of, spoken_by
from cms.notices.reasons import reason_of
from portals import clock
from portals.registry import all_portals, portal_of


@dataclass(frozen=True, slots=True)
class LatestMail:
    """One e-mail: to whom, about what, what became of it and why; `url` shows it in the editor."""

    at: datetime
    to: str
    kind: str
    subject: str
    state: str
    because: str
    url: str


def latest_mails(limit: int = 20) -> list[LatestMail]:
    """Return the latest e-mails, sent or not, the newest first."""
    rows = Notice.objects.select_related("customer").order_by("-pk")[:limit]
    return list(_told(rows))


def writer_shown(notice: Notice) -> Writer | None:
    """Return the portal that wrote a notice; for one not sent, the shop's first."""
    here = portal_of(notice.portal_host) if notice.portal_host else None
    of_shop = (one for one in all_portals() if one.shop_id == notice.customer.shop_id)
    here = here or next(of_shop, None)
    return writer_at(here) if here is not None else None


def _told(rows: Iterable[Notice]) -> Iterable[LatestMail]:
    for notice in rows:
        yield LatestMail(
            at=notice.sent_at or notice.made_at,
            to=notice.customer.email,
            kind=notice.get_kind_display(),
            subject=_subject(notice),
            state=notice.get_state_display(),
            because=reason_of(notice),
            url=reverse("emails:inspect", args=(notice.pk,), urlconf="cms.urls.staff"),
        )


def _subject(notice: Notice) -> str:
    writer = writer_shown(notice)
    if writer is None:
        return ""
    with spoken_by(writer):
        return letter_of(notice.kind, notice.facts, writer, now=clock.now()).subject
