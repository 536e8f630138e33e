"""The worker's doors of the site: e-mails to customers, and the library's files."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from accounts import privacy
from billing.notices import ahead, outbox
from cms.media import mending
from cms.notices import sending
from cms.privacy import copies
from portals import clock


@shared_task(name="cms.tasks.send_notice")
def send_notice(notice_id: str) -> None:
    """Send one e-mail of the outbox."""
    sending.send(int(notice_id), now=timezone.now())


@shared_task(name="cms.tasks.sweep_notices")
def sweep_notices() -> None:
    """Pick up e-mails that are due."""
    outbox.sweep(now=timezone.now())


@shared_task(name="cms.tasks.note_what_is_ahead")
def note_what_is_ahead() -> None:
    """Note the renewals and the ends of trials and pauses that customers are to be told of."""
    ahead.note_what_is_ahead(now=clock.now(), made_at=timezone.now())


@shared_task(name="cms.tasks.make_copy")
def make_copy(request_id: str = "") -> None:
    """Make the copy of their data that a customer asked for; of all who did, without an id."""
    copies.make_copies(now=timezone.now(), only=request_id)


@shared_task(name="cms.tasks.forget_copies")
def forget_copies() -> None:
    """Make what copies were left unmade, and delete those kept long enough."""
    copies.make_copies(now=timezone.now())
    privacy.forget_copies(now=timezone.now())


@shared_task(name="cms.tasks.mend_library")
def mend_library() -> None:
    """Put files of the library where their rules want them, once a night."""
    mending.mend_library(now=timezone.now())
