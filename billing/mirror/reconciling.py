"""Every night: what webhooks did not tell us is mended, and a line is logged for each row.

First the events of the last two days, then a walk over everything in batches, each a task of its
own: a worker that is stopped loses one customer's work, and other tasks get their turn.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings

from billing.gateway.errors import GatewayError
from billing.gateway.pacing import paced
from billing.mirror.cursors import AnotherWalk, begun
from billing.mirror.events import KEPT, catch_up
from billing.mirror.steps import Step
from billing.mirror.walk import TooManyMissing, walk
from billing.models import SyncCursor
from billing.worker import ask_worker

logger = logging.getLogger(__name__)

WALK = "nightly"
WINDOW = timedelta(days=2)
BATCH = 200  # customers, of three to four requests each: about half a minute


def reconcile(*, now: datetime) -> None:
    """Catch up with the last two days, then begin the walk, or go on with last night's."""
    if not settings.STRIPE_SECRET_KEY:
        return
    try:
        with paced():
            _tell(catch_up(since=now - WINDOW, now=now))
    except GatewayError as fault:
        logger.warning("Events of the last days were not looked at: %s", fault.message)
    ask_worker("billing.tasks.reconcile_batch")


def reconcile_batch(*, now: datetime) -> None:
    """Take the walk a batch further and ask for the next; the last one is the end of it.

    Two at once: one of them goes on. Without an answer of Stripe's the next night goes on.
    """
    if not settings.STRIPE_SECRET_KEY:
        return
    cursor = begun(WALK, now=now, not_before=now - KEPT)
    try:
        with paced():
            _tell(walk(cursor, now=now, most=BATCH))
    except AnotherWalk:
        return
    except GatewayError as fault:
        logger.warning("The walk over Stripe stopped: %s It goes on next night.", fault.message)
        return
    except TooManyMissing as fault:
        logger.error("Stripe lacks %s customers. Nothing was marked as deleted.", fault)
        return
    if SyncCursor.objects.filter(kind=WALK).exists():
        ask_worker("billing.tasks.reconcile_batch")
    else:
        logger.info("The walk over Stripe that began at %s is through.", cursor.started_at)


def _tell(steps: Iterable[Step]) -> None:
    """Log what differed and was mended, and what could not be: ids and fields, no values."""
    for one in steps:
        for drift in one.drifts:
            logger.warning("Mended: %s", drift)
        if one.error:
            logger.warning("Not mended: %s %s: %s", one.kind, one.external_id, one.error)
