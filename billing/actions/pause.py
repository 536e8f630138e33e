"""Pause a subscription."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from billing.actions.operation import Action, Answer, Command, carry_out
from billing.gateway.subscriptions import pause
from billing.models import Operation, Outcome, Subscription, SubscriptionState
from portals.registry import Portal

PAUSE = Action(
    name="pause_subscription",
    is_done=lambda record: record.state == SubscriptionState.PAUSED,
    done=_("Your subscription is paused. You are not charged until you restart it."),
    unchanged=_("Your subscription goes on as before."),
)
_PAUSABLE = frozenset({SubscriptionState.ACTIVE, SubscriptionState.TRIALING})


def pause_subscription(
    subscription: Subscription, *, portal: Portal, actor: str, now: datetime, operation_id: UUID
) -> Operation:
    """Pause from today, in the portal's manner, until it is restarted.

    Where Stripe cannot pause in that manner (subscriptions in classic billing mode cannot be
    stopped), the operation is refused; the other manner is never taken in its place.
    """
    method = portal.pause_method
    command = Command(
        PAUSE,
        send=lambda: pause(subscription.external_id, method=method, operation_id=operation_id),
        answer=_answer(subscription.state),
        params={"method": method},
    )
    return carry_out(
        command, subscription, portal=portal, actor=actor, now=now, operation_id=operation_id
    )


def _answer(state: str) -> Answer | None:
    if state in _PAUSABLE:
        return None
    if state == SubscriptionState.PAUSED:
        return Answer(Outcome.DONE, PAUSE.done)
    if state == SubscriptionState.PAST_DUE:
        message = _("Its last payment failed. Update your card first; then you can pause.")
        return Answer(Outcome.REFUSED, message, "past_due")
    message = _("Only a running subscription can be paused. This one is not running.")
    return Answer(Outcome.REFUSED, message, "not_running")
