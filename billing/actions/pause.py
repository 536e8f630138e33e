"""Pause a subscription."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from billing.actions.change import Change, change_subscription, settle_change
from billing.actions.operation import Asking, Told
from billing.gateway.subscriptions import pause
from billing.models import Operation, Outcome, Subscription, SubscriptionState

PAUSE = Change(
    name="pause_subscription",
    is_done=lambda record, _params: record.state == SubscriptionState.PAUSED,
    done=_("Your subscription is paused. You are not charged until you restart it."),
    unchanged=_("Your subscription goes on as before."),
)
_PAUSABLE = frozenset({SubscriptionState.ACTIVE, SubscriptionState.TRIALING})


def pause_subscription(subscription: Subscription, asking: Asking) -> Operation:
    """Pause from today, in the portal's manner, until it is restarted.

    Where Stripe cannot pause in that manner (subscriptions in classic billing mode cannot be
    stopped), the operation is refused; the other manner is never taken in its place.
    """
    method = asking.portal.pause_method
    return change_subscription(
        PAUSE,
        subscription,
        asking,
        send=lambda: pause(
            subscription.external_id, method=method, operation_id=asking.operation_id
        ),
        answer=_answer(subscription.state),
        params={"method": method},
    )


settle_pause = partial(settle_change, PAUSE)


def _answer(state: str) -> Told | None:
    if state in _PAUSABLE:
        return None
    if state == SubscriptionState.PAUSED:
        return Told(Outcome.DONE, PAUSE.done)
    if state == SubscriptionState.PAST_DUE:
        message = _("Its last payment failed. Update your card first; then you can pause.")
        return Told(Outcome.REFUSED, message, "past_due")
    message = _("Only a running subscription can be paused. This one is not running.")
    return Told(Outcome.REFUSED, message, "not_running")
