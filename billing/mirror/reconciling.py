"""Every night: what webhooks did not tell us is mended, and a line is logged for each row.

First the events of the last two days, then a walk over everything in batches, each a task of its
own: a worker that is stopped loses one customer's work, and other tasks get their turn. Every
account has a walk of its own, so one whose key is refused does not stop the others.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from billing.connecting.registering import keep_registered
from billing.gateway.accounts import Account, acting_for
from billing.gateway.errors import GatewayError
from billing.gateway.pacing import paced
from billing.mirror.cursors import AnotherWalk, begun, is_unfinished
from billing.mirror.events import KEPT, catch_up
from billing.mirror.steps import Step
from billing.mirror.walk import TooManyMissing, walk
from billing.models import StripeAccount
from billing.stripe_accounts import all_accounts
from billing.worker import ask_worker

logger = logging.getLogger(__name__)

WALK = "nightly"
WINDOW = timedelta(days=2)
BATCH = 200  # customers, of three to four requests each: about half a minute


def reconcile(*, now: datetime) -> None:
    """Catch up with the last two days, then begin the walks, or go on with last night's."""
    for account in all_accounts():
        try:
            with acting_for(account), paced():
                _see_to_endpoint(account, now=now)
                _tell(catch_up(since=now - WINDOW, now=now))
        except GatewayError as fault:
            message = "Events of the last days were not looked at%s: %s"
            logger.warning(message, _of(account), fault.message)
        ask_worker("billing.tasks.reconcile_batch", account.name)


def reconcile_batch(name: str = "", *, now: datetime) -> None:
    """Take the walk of an account a batch further and ask for the next; the last one ends it.

    Two at once: one of them goes on. Without an answer of Stripe's the next night goes on.
    """
    for account in all_accounts():
        if account.name == name:
            with acting_for(account), paced():
                _walk_on(account, now=now)


def _walk_on(account: Account, *, now: datetime) -> None:
    cursor = begun(WALK, now=now, not_before=now - KEPT)
    try:
        _tell(walk(cursor, now=now, most=BATCH))
    except AnotherWalk:
        return
    except GatewayError as fault:
        message = "The walk over Stripe%s stopped: %s It goes on next night."
        logger.warning(message, _of(account), fault.message)
        return
    except TooManyMissing as fault:
        message = "Stripe%s lacks %s customers. Nothing was marked as deleted."
        logger.error(message, _of(account), fault)
        return
    if is_unfinished(cursor):
        ask_worker("billing.tasks.reconcile_batch", account.name)
    else:
        message = "The walk over Stripe%s that began at %s is through."
        logger.info(message, _of(account), cursor.started_at)


def _see_to_endpoint(account: Account, *, now: datetime) -> None:
    """Mend the endpoint of a shop's own account, after an update of ours for instance."""
    row = StripeAccount.objects.filter(pk=account.name).first()
    try:
        if row is not None and keep_registered(row, now=now):
            logger.warning("Mended: the webhook endpoint%s", _of(account))
    except GatewayError as fault:
        message = "The webhook endpoint%s was not looked at: %s"
        logger.warning(message, _of(account), fault.message)


def _of(account: Account) -> str:
    return f" ({account.external_id or account.name})" if account.name else ""


def _tell(steps: Iterable[Step]) -> None:
    """Log what differed and was mended, and what could not be: ids and fields, no values."""
    for one in steps:
        for drift in one.drifts:
            logger.warning("Mended: %s", drift)
        if one.error:
            logger.warning("Not mended: %s %s: %s", one.kind, one.external_id, one.error)
