"""Restart a paused subscription, or keep one that was to end."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from billing.actions.change import Change, change_subscription, settle_change
from billing.actions.operation import Asking, Told
from billing.gateway.records import SubscriptionRecord
from billing.gateway.subscriptions import resume, undo_cancel
from billing.models import Operation, Outcome, Subscription, SubscriptionState
from billing.models.subscriptions import ENDED_STATES

_RUNNING = frozenset({SubscriptionState.ACTIVE, SubscriptionState.TRIALING})

RESTART = Change(
    name="restart_subscription",
    is_done=lambda record, _params: record.state in _RUNNING,
    done=_("Your subscription is running again."),
    unchanged=_("Your subscription is as it was before."),
)


def restart_subscription(subscription: Subscription, asking: Asking) -> Operation:
    """End a pause, whichever manner it was made in, or take back a cancellation.

    A stopped subscription starts a new paid period today, and stays paused if the payment fails.
    An ended one is refused: it has to be ordered again.
    """
    return change_subscription(
        RESTART,
        subscription,
        asking,
        send=_sender(subscription, asking.operation_id),
        answer=_answer(subscription.state),
        params={"from": subscription.state, "method": subscription.pause_kind},
    )


settle_restart = partial(settle_change, RESTART)


def _sender(subscription: Subscription, operation_id: UUID) -> Callable[[], SubscriptionRecord]:
    target, method = subscription.external_id, subscription.pause_kind
    if subscription.state == SubscriptionState.ENDING:
        return lambda: undo_cancel(target, operation_id=operation_id)
    return lambda: resume(target, method=method, operation_id=operation_id)


def _answer(state: str) -> Told | None:
    if state in {SubscriptionState.PAUSED, SubscriptionState.ENDING}:
        return None
    if state in _RUNNING:
        return Told(Outcome.DONE, RESTART.done)
    if state in ENDED_STATES:
        message = _("This subscription has ended and cannot be restarted. Please order it again.")
        return Told(Outcome.REFUSED, message, "ended")
    if state == SubscriptionState.PAST_DUE:
        message = _("Its last payment failed. Update your card, and it goes on by itself.")
        return Told(Outcome.REFUSED, message, "past_due")
    message = _("This subscription is not paused, so there is nothing to restart.")
    return Told(Outcome.REFUSED, message, "not_paused")
