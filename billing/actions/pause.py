"""Pause a subscription."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from billing.actions.change import Change, change_subscription, settle_change
from billing.actions.operation import Asking, Text, Told
from billing.actions.return_dates import keep_return, moment_of, refused_day
from billing.actions.undoing import Inverse, undone_by
from billing.gateway.subscriptions import HOLD, pause
from billing.models import Operation, Outcome, Subscription, SubscriptionState
from portals.registry import Portal


def _done(params: dict[str, Any]) -> Text:
    if params.get("until"):
        return _("Your subscription is paused. It goes on by itself on the day you chose.")
    return _("Your subscription is paused. You are not charged until you restart it.")


PAUSE = Change(
    name="pause_subscription",
    is_done=lambda record, _params: record.state == SubscriptionState.PAUSED,
    done=_done,
    unchanged=_("Your subscription goes on as before."),
    then=keep_return,
)
_PAUSABLE = frozenset({SubscriptionState.ACTIVE, SubscriptionState.TRIALING})


def pause_subscription(
    subscription: Subscription, asking: Asking, *, until: date | None = None, credit: bool = True
) -> Operation:
    """Pause from today, in the portal's manner, until it is restarted or until a day.

    Where Stripe cannot pause in that manner (subscriptions in classic billing mode cannot be
    stopped), the operation is refused; the other manner is never taken in its place. `credit`:
    whether what is left of a stopped one's paid period is taken off its next payment. A discount's
    time goes on while it is paused.
    """
    method = asking.portal.pause_method
    at = moment_of(until, asking.portal) if until is not None else None
    return change_subscription(
        PAUSE,
        subscription,
        asking,
        send=lambda operation: pause(
            subscription.external_id,
            method=method,
            operation_id=operation.pk,
            resumes_at=at if method == HOLD else None,
            credit=credit,
        ),
        answer=_answer(subscription.state) or refused_day(until, asking.portal, now=asking.now),
        params={"method": method, "credit": credit, "until": at.isoformat() if at else None},
    )


settle_pause = partial(settle_change, PAUSE)


@undone_by(PAUSE.name)
def _way_back(operation: Operation, _portal: Portal) -> Inverse | None:
    """Restart it; a stopped one is paid for anew when it runs again, so that is no undoing."""
    was_running = operation.before.get("state") in _PAUSABLE
    if not was_running or operation.params.get("method") != HOLD:
        return None
    return Inverse("restart", {"subscription": operation.target})


def _answer(state: str) -> Told | None:
    if state in _PAUSABLE:
        return None
    if state == SubscriptionState.PAUSED:
        return Told(Outcome.DONE, _done({}))
    if state == SubscriptionState.PAST_DUE:
        message = _("Its last payment failed. Update your card first; then you can pause.")
        return Told(Outcome.REFUSED, message, "past_due")
    message = _("Only a running subscription can be paused. This one is not running.")
    return Told(Outcome.REFUSED, message, "not_running")
