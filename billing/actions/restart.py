"""Restart a paused subscription, or keep one that was to end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from billing.actions.operation import Action, Answer, Command, carry_out
from billing.gateway.records import SubscriptionRecord
from billing.gateway.subscriptions import resume, undo_cancel
from billing.models import Operation, Outcome, Subscription, SubscriptionState
from billing.models.subscriptions import ENDED_STATES
from portals.registry import Portal

_RUNNING = frozenset({SubscriptionState.ACTIVE, SubscriptionState.TRIALING})

RESTART = Action(
    name="restart_subscription",
    is_done=lambda record: record.state in _RUNNING,
    done=_("Your subscription is running again."),
    unchanged=_("Your subscription is as it was before."),
)


def restart_subscription(
    subscription: Subscription, *, portal: Portal, actor: str, now: datetime, operation_id: UUID
) -> Operation:
    """End a pause, whichever manner it was made in, or take back a cancellation.

    A stopped subscription starts a new paid period today, and stays paused if the payment fails.
    An ended one is refused: it has to be ordered again.
    """
    command = Command(
        RESTART,
        send=_sender(subscription, operation_id),
        answer=_answer(subscription.state),
        params={"from": subscription.state, "method": subscription.pause_kind},
    )
    return carry_out(
        command, subscription, portal=portal, actor=actor, now=now, operation_id=operation_id
    )


def _sender(subscription: Subscription, operation_id: UUID) -> Callable[[], SubscriptionRecord]:
    target, method = subscription.external_id, subscription.pause_kind
    if subscription.state == SubscriptionState.ENDING:
        return lambda: undo_cancel(target, operation_id=operation_id)
    return lambda: resume(target, method=method, operation_id=operation_id)


def _answer(state: str) -> Answer | None:
    if state in {SubscriptionState.PAUSED, SubscriptionState.ENDING}:
        return None
    if state in _RUNNING:
        return Answer(Outcome.DONE, RESTART.done)
    if state in ENDED_STATES:
        message = _("This subscription has ended and cannot be restarted. Please order it again.")
        return Answer(Outcome.REFUSED, message, "ended")
    if state == SubscriptionState.PAST_DUE:
        message = _("Its last payment failed. Update your card, and it goes on by itself.")
        return Answer(Outcome.REFUSED, message, "past_due")
    message = _("This subscription is not paused, so there is nothing to restart.")
    return Answer(Outcome.REFUSED, message, "not_paused")
