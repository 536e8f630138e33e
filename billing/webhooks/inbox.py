"""The inbox: an event is kept once, worked on until it is done, and given up after eight tries.

A row is claimed by pushing its next try five minutes ahead, so a worker that dies holding it
loses it to the next sweep, and no two work on it at once.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from billing.actions.settling import hurry
from billing.gateway.accounts import Account, acting_for, environment
from billing.gateway.records import EventRecord
from billing.mirror.dispatch import HANDLERS
from billing.models import StripeEvent
from billing.notices import live
from billing.stripe_accounts import account_of
from billing.worker import ask_worker

logger = logging.getLogger(__name__)

State = StripeEvent.State
OPEN = (State.PENDING, State.FAILED)
RETRIED = (State.FAILED, State.DEAD)  # what people may have tried again
CLAIM = timedelta(minutes=5)
FIRST_DELAY = timedelta(seconds=15)  # four times longer after each try: 15 s to 17 h
TRIES = 8
SWEPT_AFTER = timedelta(seconds=30)  # a new event is its own task's for so long
SWEPT_AT_ONCE = 200


def receive(event: EventRecord, account: Account) -> None:
    """Keep a verified event of an account, once; have the worker look when it is committed."""
    state = State.PENDING if _is_ours(event, account) else State.IGNORED
    name = f"{account.name}:{event.external_id}" if account.name else event.external_id
    row = StripeEvent(
        id=name[:128],
        account=event.account[:64],
        via_id=account.name or None,
        type=event.type[:100],
        api_version=event.api_version[:40],
        livemode=event.livemode,
        object_kind=event.object_kind[:40],
        object_id=event.object_id[:128],
        customer_id=event.customer_id[:128],
        created_at=event.created_at,
        state=state,
    )
    with transaction.atomic():
        StripeEvent.objects.bulk_create([row], ignore_conflicts=True)
        if state == State.PENDING:
            transaction.on_commit(lambda: ask_worker("billing.tasks.process_event", row.id))


def process(event_id: str, *, now: datetime) -> None:
    """Work on an event if it is due. Never raises: what went wrong is written on the row."""
    event = _claimed(event_id, now=now)
    if event is None:
        return
    try:
        if event.attempts > TRIES:
            raise RuntimeError("Every worker that began it has died.")
        with acting_for(_account(event)), live(event.created_at, now=now):
            HANDLERS[event.type](event.object_id, now=now)
            hurry(event.customer_id)
    except Exception as fault:  # noqa: BLE001  (one poisonous event must not stop the others)
        _fail(event, fault, now=now)
    else:
        StripeEvent.objects.filter(pk=event.pk).update(
            state=State.PROCESSED, processed_at=now, next_try_at=None, error=""
        )


def sweep(*, now: datetime) -> None:
    """Hand the worker what is due: never begun, failed, or begun by a worker that died."""
    late = Q(next_try_at__isnull=True, received_at__lte=now - SWEPT_AFTER)
    rows = StripeEvent.objects.filter(late | Q(next_try_at__lte=now), state__in=OPEN)
    for event_id in rows.order_by("received_at").values_list("pk", flat=True)[:SWEPT_AT_ONCE]:
        ask_worker("billing.tasks.process_event", event_id)


def try_again(event_id: str) -> bool:
    """Begin anew with an event that failed, with all its tries; whether there was one that had.

    What went wrong last stays on the row until it is done.
    """
    rows = StripeEvent.objects.filter(pk=event_id, state__in=RETRIED)
    if not rows.update(state=State.PENDING, attempts=0, next_try_at=None):
        return False
    ask_worker("billing.tasks.process_event", event_id)
    return True


def _is_ours(event: EventRecord, account: Account) -> bool:
    """Whether the event is of this account, of its key's mode, and of a kind we act on."""
    is_of_account = event.account in {"", account.external_id}
    return event.type in HANDLERS and is_of_account and event.livemode == account.is_live


def _account(event: StripeEvent) -> Account:
    return account_of(event.via) if event.via else environment()


def _claimed(event_id: str, *, now: datetime) -> StripeEvent | None:
    if not _due(event_id, now).update(attempts=F("attempts") + 1, next_try_at=now + CLAIM):
        return None
    return StripeEvent.objects.select_related("via").get(pk=event_id)


def _due(event_id: str, now: datetime) -> QuerySet[StripeEvent]:
    is_due = Q(next_try_at__isnull=True) | Q(next_try_at__lte=now)
    return StripeEvent.objects.filter(is_due, pk=event_id, state__in=OPEN)


def _fail(event: StripeEvent, fault: Exception, *, now: datetime) -> None:
    is_dead = event.attempts >= TRIES
    logger.warning("%s %s failed: %s", event.type, event.pk, type(fault).__name__)
    StripeEvent.objects.filter(pk=event.pk).update(
        state=State.DEAD if is_dead else State.FAILED,
        next_try_at=None if is_dead else now + FIRST_DELAY * 4 ** (event.attempts - 1),
        error=f"{type(fault).__name__}: {fault}"[:2000],
    )
