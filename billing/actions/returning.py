"""Choose the day on which a paused subscription goes on, or none; and have it go on then."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from billing.actions.change import Change, change_subscription, settle_change
from billing.actions.errors import ActionError
from billing.actions.operation import Asking, Text, Told
from billing.actions.restart import restart_subscription
from billing.actions.return_dates import asked_moment, keep_return, moment_of, refused_day
from billing.actions.undoing import Inverse, undone_by
from billing.gateway.records import SubscriptionRecord
from billing.gateway.subscriptions import HOLD, STOP, fetch_subscription, hold_until
from billing.models import Operation, Outcome, Return, Subscription, SubscriptionState
from portals.registry import Portal, all_portals

logger = logging.getLogger(__name__)

AT_ONCE = 100
AGAIN = timedelta(hours=1)
# Nothing has happened, and not because of the subscription: it is tried again.
_NOT_TRIED = frozenset({"not_done", "key_refused"})


def _done(params: dict[str, Any]) -> Text:
    if params.get("until"):
        return _("Your subscription goes on by itself on the day you chose.")
    return _("Your subscription stays paused until you restart it.")


def _is_done(record: SubscriptionRecord, params: dict[str, Any]) -> bool:
    if record.pause_kind == HOLD:
        return record.resumes_at == asked_moment(params)
    return record.pause_kind == STOP  # its day is a row of ours


CHANGE_RETURN = Change(
    name="change_return",
    is_done=_is_done,
    done=_done,
    unchanged=_("Your subscription stays paused as before."),
    then=keep_return,
)


def change_return(subscription: Subscription, asking: Asking, *, until: date | None) -> Operation:
    """Have a paused subscription go on by itself on a day; None: when it is restarted."""
    at = moment_of(until, asking.portal) if until is not None else None
    stood = subscription.returns_at

    def send(operation: Operation) -> SubscriptionRecord:
        target = subscription.external_id
        if subscription.pause_kind == STOP:
            return fetch_subscription(target)
        return hold_until(target, resumes_at=at, operation_id=operation.pk)

    return change_subscription(
        CHANGE_RETURN,
        subscription,
        asking,
        send=send,
        answer=_answer(subscription.state) or refused_day(until, asking.portal, now=asking.now),
        params={
            "until": at.isoformat() if at else None,
            "was": stood.isoformat() if stood else None,
        },
    )


settle_return = partial(settle_change, CHANGE_RETURN)


@undone_by(CHANGE_RETURN.name)
def _way_back(operation: Operation, portal: Portal) -> Inverse | None:
    """Have it go on by itself on the day that was chosen before, or on none."""
    if "was" not in operation.params or not operation.after:
        return None
    stood = operation.params["was"]
    day = localdate(datetime.fromisoformat(stood), portal.tz).isoformat() if stood else ""
    return Inverse("return", {"subscription": operation.target, "until": day})


def return_all(*, now: datetime) -> None:
    """Restart what is to return by now, each once."""
    due = Return.objects.filter(at__lte=now).select_related("subscription").order_by("at")
    portals = {portal.shop_id: portal for portal in all_portals()}
    for planned in due[:AT_ONCE]:
        portal = portals.get(planned.subscription.shop_id)
        if portal is not None:
            _bring_back(planned, portal, now=now)


def _bring_back(planned: Return, portal: Portal, *, now: datetime) -> None:
    """Restart one. Whoever died restarting it has left the operation, which is found settled."""
    asking = Asking(portal, "portico", now, planned.pk)
    try:
        operation = restart_subscription(planned.subscription, asking)
    except ActionError as fault:
        logger.error("Subscription %s cannot return: %s", planned.subscription_id, fault.code)
        planned.delete()
        return
    if operation.settled_at is None:
        return
    if operation.outcome == Outcome.REFUSED and operation.error_code in _NOT_TRIED:
        _plan_again(planned, now=now)
    else:
        planned.delete()


def _plan_again(planned: Return, *, now: datetime) -> None:
    """Under a new id: the old one stands for what did not happen."""
    with transaction.atomic():
        # Unless the customer has chosen another day meanwhile, which is a row of its own.
        if Return.objects.filter(pk=planned.pk).delete()[0]:
            Return.objects.create(subscription_id=planned.subscription_id, at=now + AGAIN)


def _answer(state: str) -> Told | None:
    if state == SubscriptionState.PAUSED:
        return None
    message = _("This subscription is not paused, so there is no day for it to go on.")
    return Told(Outcome.REFUSED, message, "not_paused")
