"""Restart a paused subscription, or keep one that was to end."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from billing.actions.change import Change, Send, change_subscription, settle_change
from billing.actions.operation import Asking, Told
from billing.gateway.records import SubscriptionRecord
from billing.gateway.subscriptions import STOP, resume, undo_cancel
from billing.models import Operation, Outcome, Subscription, SubscriptionState
from billing.models.subscriptions import ENDED_STATES

_RUNNING = frozenset({SubscriptionState.ACTIVE, SubscriptionState.TRIALING})


def _invoice_of(record: SubscriptionRecord) -> str:
    """The invoice that a stopped one is paid by before it runs again."""
    return record.latest_invoice_id if record.pause_kind == STOP else ""


RESTART = Change(
    name="restart_subscription",
    is_done=lambda record, _params: record.state in _RUNNING,
    done=_("Your subscription is running again."),
    unchanged=_("Your subscription is as it was before."),
    invoice_of=_invoice_of,
)


def restart_subscription(subscription: Subscription, asking: Asking) -> Operation:
    """End a pause, whichever manner it was made in, or take back a cancellation.

    A stopped subscription starts a new paid period today, and stays paused if the payment fails.
    An ended one is refused: it has to be ordered again. The day it was to go on by itself, if there
    was one, is over with that.
    """
    return change_subscription(
        RESTART,
        subscription,
        asking,
        send=_sender(subscription),
        answer=_answer(subscription.state),
        params={
            "from": subscription.state,
            "method": subscription.pause_kind,
            "title": subscription.title,
        },
    )


settle_restart = partial(settle_change, RESTART)


def _sender(subscription: Subscription) -> Send:
    target, method = subscription.external_id, subscription.pause_kind
    if subscription.state == SubscriptionState.ENDING:
        return lambda operation: undo_cancel(target, operation_id=operation.pk)
    return lambda operation: resume(target, method=method, operation_id=operation.pk)


def _answer(state: str) -> Told | None:
    if state in {SubscriptionState.PAUSED, SubscriptionState.ENDING}:
        return None
    if state in _RUNNING:
        return Told(Outcome.DONE, RESTART.told_done({}))
    if state in ENDED_STATES:
        message = _("This subscription has ended and cannot be restarted. Please order it again.")
        return Told(Outcome.REFUSED, message, "ended")
    if state == SubscriptionState.PAST_DUE:
        message = _("Its last payment failed. Update your card, and it goes on by itself.")
        return Told(Outcome.REFUSED, message, "past_due")
    message = _("This subscription is not paused, so there is nothing to restart.")
    return Told(Outcome.REFUSED, message, "not_paused")
