"""What became of operations that nobody answered for: Stripe is looked at, never asked again.

That a change is there shows at once. That it is not can be said only when the last attempt cannot
be under way any more; and after a day Stripe has forgotten our ids, so a request is never resent.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db.models import Q

from billing.actions import messages
from billing.actions.cancel import CANCEL
from billing.actions.operation import OPEN, conclude, conclude_from, show
from billing.actions.pause import PAUSE
from billing.actions.restart import RESTART
from billing.gateway.errors import GatewayError, NotFound
from billing.gateway.subscriptions import fetch_subscription
from billing.models import Operation, Outcome

logger = logging.getLogger(__name__)

ACTIONS = {action.name: action for action in (CANCEL, PAUSE, RESTART)}
PATIENCE = timedelta(minutes=2)  # three attempts of 23 seconds, and Stripe's own time for the last
AT_ONCE = 50


def settle_all(*, now: datetime) -> None:
    """Settle what can be settled: no answer came, or whoever asked has died asking."""
    may_be_under_way = Q(outcome=Outcome.PENDING, created_at__gt=now - PATIENCE)
    rows = Operation.objects.filter(outcome__in=OPEN, action__in=ACTIONS)
    for operation in rows.exclude(may_be_under_way).order_by("created_at")[:AT_ONCE]:
        settle(operation, now=now)


def settle(operation: Operation, *, now: datetime) -> None:
    """Look at what the operation was about, and write what it shows. Without an answer, nothing."""
    action = ACTIONS[operation.action]
    try:
        record = fetch_subscription(operation.target)
    except NotFound as fault:
        message = messages.refused(fault, str(action.unchanged))
        conclude(operation, Outcome.REFUSED, message, now=now, error_code=fault.code)
        return
    except GatewayError as fault:
        logger.warning("Operation %s is not settled yet: %s", operation.pk, fault.code)
        return
    operation.refresh_from_db()
    if operation.outcome not in OPEN:
        return  # whoever asked has had an answer meanwhile
    if action.is_done(record):
        conclude_from(operation, action, record, now=now)
    elif now - operation.created_at >= PATIENCE:
        message = messages.not_done(str(action.unchanged))
        conclude(operation, Outcome.REFUSED, message, now=now, error_code="not_done")
        show(record, now=now)
