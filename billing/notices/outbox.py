"""The outbox: an e-mail is noted once, sent once, and given up after five tries or a day.

A row is noted in the transaction that made it true. Whoever sends it claims it by pushing its next
try ahead, so no two send it at once, and a sender that dies holding it loses it to the next sweep.
One that dies between the mail server's answer and ours is the only way that a mail goes out twice:
at most once more each time, under the same Message-ID.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from billing.models import Notice, NoticeKind
from billing.notices import reasons
from billing.worker import ask_worker

SEND = "cms.tasks.send_notice"
State = Notice.State
OPEN = (State.WAITING, State.SENDING)
CLAIM = timedelta(minutes=5)
KEPT = timedelta(hours=24)  # late news of money does harm
FIRST_DELAY = timedelta(minutes=1)  # four times longer after each try
TRIES = 5
SOON = 5  # seconds, in which what is done in the same breath is written too
SWEPT_AFTER = timedelta(seconds=30)  # a new notice is its own task's for so long
SWEPT_AT_ONCE = 500


def note(
    customer_id: int,
    kind: str,
    about: str,
    facts: dict[str, Any],
    *,
    now: datetime,
    patience: timedelta = timedelta(0),
) -> bool:
    """Note one e-mail for a customer, in the caller's transaction; whether it is new.

    `about` names what made it true (an operation's id, an invoice's). A second notice of the same
    kind about the same thing is none. `facts` are JSON: money in minor units beside `currency`,
    moments in ISO 8601. The worker is asked to send it when the transaction is committed, or
    it is left to the sweep for as long as `patience`, in real time. Raise `ValueError` for an
    unknown kind.
    """
    found, is_new = Notice.objects.get_or_create(
        customer_id=customer_id,
        kind=NoticeKind(kind).value,
        about=about,
        defaults={
            "facts": facts,
            "made_at": now,
            "next_try_at": timezone.now() + patience if patience else None,
        },
    )
    if is_new and not patience:
        transaction.on_commit(partial(ask_worker, SEND, str(found.pk), seconds=SOON))
    return is_new


def begin(
    customer_id: int, kind: str, about: str, facts: dict[str, Any], *, now: datetime
) -> Notice:
    """Note one e-mail that the caller sends at once, in the caller's transaction.

    For what nobody else can send later. It is claimed already: a caller who dies loses it to the
    sweep, which writes down why it is not sent.
    """
    return Notice.objects.create(
        customer_id=customer_id,
        kind=NoticeKind(kind).value,
        about=about,
        facts=facts,
        state=State.SENDING,
        attempts=1,
        made_at=now,
        next_try_at=now + CLAIM,
    )


def is_on_its_way(customer_ids: Collection[int], kind: str, about: str) -> bool:
    """Whether an e-mail was sent, or may still be."""
    rows = Notice.objects.filter(customer__in=customer_ids, kind=kind, about=about)
    return rows.filter(state__in=[*OPEN, State.SENT]).exists()


def unsent(kind: str, *, since: datetime) -> list[str]:
    """Return what e-mails of a kind were about that were noted since then and never sent."""
    rows = Notice.objects.filter(kind=kind, made_at__gt=since)
    never = rows.filter(state__in=[State.SKIPPED, State.FAILED])
    return list(never.values_list("about", flat=True))


def note_all(notices: Iterable[Notice]) -> None:
    """Note many that have no hurry: those that are noted already stay as they are.

    They are left to the sweep, so that a day's renewals do not stand in the queue before an order.
    """
    Notice.objects.bulk_create(notices, ignore_conflicts=True)


def claim(notice_id: int, *, now: datetime) -> Notice | None:
    """Return a notice that is due, to be sent by the caller alone; None where it is not.

    One that is too old, or whose every sender has died, is closed in place of being returned.
    """
    due = _due(now).filter(pk=notice_id)
    if not due.update(state=State.SENDING, attempts=F("attempts") + 1, next_try_at=now + CLAIM):
        return None
    notice = Notice.objects.select_related("customer").get(pk=notice_id)
    if notice.made_at < now - KEPT:
        skip(notice, reasons.LATE)
    elif notice.attempts > TRIES:
        fail(notice, "Every worker that began to send it has died.")
    else:
        return notice
    return None


def sent(notice: Notice, portal_host: str, *, now: datetime) -> None:
    """Write down that the mail server has taken it."""
    _close(notice, State.SENT, sent_at=now, portal_host=portal_host, because="")


def skip(notice: Notice, because: str) -> None:
    """Write down that it is not to be sent, and why: a code of `reasons`."""
    _close(notice, State.SKIPPED, because=because)


def fail(notice: Notice, because: str) -> None:
    """Give up."""
    _close(notice, State.FAILED, because=because[:200])


def put_off(notice: Notice, because: str, *, now: datetime) -> None:
    """Try again later; give up after `TRIES`."""
    if notice.attempts >= TRIES:
        fail(notice, because)
        return
    next_try_at = now + FIRST_DELAY * 4 ** (notice.attempts - 1)
    Notice.objects.filter(pk=notice.pk).update(
        state=State.WAITING, next_try_at=next_try_at, because=because[:200]
    )


def sweep(*, now: datetime) -> None:
    """Hand the worker what is due: not begun, put off, or begun by a worker that died."""
    fresh = Q(next_try_at=None, made_at__gt=now - SWEPT_AFTER)
    due = _due(now).exclude(fresh).order_by("made_at").values_list("pk", flat=True)
    for notice_id in due[:SWEPT_AT_ONCE]:
        ask_worker(SEND, str(notice_id))


def try_again(notice_id: int, *, now: datetime) -> bool:
    """Begin anew with one that failed, with all its tries; whether there was one that had.

    It counts as news of now: whoever asks knows how old it is.
    """
    rows = Notice.objects.filter(pk=notice_id, state=State.FAILED)
    if not rows.update(state=State.WAITING, attempts=0, next_try_at=None, made_at=now):
        return False
    ask_worker(SEND, str(notice_id))
    return True


def _due(now: datetime) -> QuerySet[Notice]:
    is_due = Q(next_try_at=None) | Q(next_try_at__lte=now)
    return Notice.objects.filter(is_due, state__in=OPEN)


def _close(notice: Notice, state: Notice.State, **fields: Any) -> None:
    Notice.objects.filter(pk=notice.pk).update(state=state, next_try_at=None, **fields)
