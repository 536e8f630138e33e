"""Cancel a subscription."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from billing.actions.change import Change, Send, change_subscription, settle_change
from billing.actions.operation import Asking, Told
from billing.actions.undoing import Inverse, undone_by
from billing.gateway.records import SubscriptionRecord
from billing.gateway.subscriptions import STOP, cancel_at_period_end, cancel_now
from billing.models import Operation, Outcome, Subscription, SubscriptionState
from billing.models.subscriptions import ENDED_STATES
from portals.registry import Portal

_OVER = ENDED_STATES | {SubscriptionState.ENDING}
_RUNNING = frozenset({SubscriptionState.ACTIVE, SubscriptionState.TRIALING})
_UNPAID = frozenset({SubscriptionState.PAST_DUE, SubscriptionState.INCOMPLETE})


def _is_done(record: SubscriptionRecord, params: dict[str, Any]) -> bool:
    return record.state in (ENDED_STATES if params.get("at_once") else _OVER)


CANCEL = Change(
    name="cancel_subscription",
    is_done=_is_done,
    done=_("Your subscription is cancelled. You will not be charged again."),
    unchanged=_("Your subscription goes on as before."),
)


class Reason(models.TextChoices):
    """Why somebody cancels, in Stripe's words and ours."""

    TOO_EXPENSIVE = "too_expensive", _("It costs too much")
    UNUSED = "unused", _("I do not use it enough")
    MISSING_FEATURES = "missing_features", _("Something I need is missing")
    LOW_QUALITY = "low_quality", _("I am not happy with the quality")
    CUSTOMER_SERVICE = "customer_service", _("I am not happy with the service")
    TOO_COMPLEX = "too_complex", _("It is too complicated")
    SWITCHED_SERVICE = "switched_service", _("I found something else")
    OTHER = "other", _("Another reason")


def cancel_subscription(
    subscription: Subscription,
    asking: Asking,
    *,
    reason: str = "",
    comment: str = "",
    now: bool = False,
) -> Operation:
    """Let it end with the period that is paid for; `now`, or where no such period runs, at once.

    None runs where it is past due or has not started (the period is not paid), where a pause has
    stopped it (the period ended with it), and after a skipped charge. Held deliveries end with the
    period: the customer has paid for it. Nothing is paid back. `reason` is one of `Reason` or
    empty; raise `ValueError` for another. Cancelling twice is done already.
    """
    at_once = now or ends_at_once(subscription, now=asking.now)
    feedback = str(Reason(reason)) if reason else ""
    return change_subscription(
        CANCEL,
        subscription,
        asking,
        send=_sender(subscription, at_once=at_once, feedback=feedback, comment=comment),
        answer=_answer(subscription.state, at_once=now),
        params={"at_once": at_once, "reason": feedback, "comment": comment},
    )


settle_cancel = partial(settle_change, CANCEL)


@undone_by(CANCEL.name)
def _way_back(operation: Operation, _portal: Portal) -> Inverse | None:
    """Keep it, while it runs until the end of its period; what has ended has ended."""
    is_ending = operation.after.get("state") == SubscriptionState.ENDING
    if not is_ending or operation.before.get("state") not in _RUNNING:
        return None
    return Inverse("restart", {"subscription": operation.target})


def ends_at_once(subscription: Subscription, *, now: datetime) -> bool:
    """Whether cancelling ends it today: no paid period is running that it could end with."""
    is_stopped = subscription.state == SubscriptionState.PAUSED and subscription.pause_kind == STOP
    is_skipped = subscription.moved_from is not None and subscription.moved_from <= now
    return is_stopped or is_skipped or subscription.state in _UNPAID


def _sender(subscription: Subscription, *, at_once: bool, feedback: str, comment: str) -> Send:
    def send(operation: Operation) -> SubscriptionRecord:
        cancel = (
            cancel_now
            if at_once
            else partial(cancel_at_period_end, paid_until=subscription.moved_from)
        )
        return cancel(
            subscription.external_id,
            operation_id=operation.pk,
            feedback=feedback,
            comment=comment,
        )

    return send


def _answer(state: str, *, at_once: bool) -> Told | None:
    if state in ENDED_STATES or (state == SubscriptionState.ENDING and not at_once):
        return Told(Outcome.DONE, CANCEL.told_done({}))
    return None
