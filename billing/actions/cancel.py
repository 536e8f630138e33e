"""Cancel a subscription."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.utils.translation import gettext_lazy as _

from billing.actions.change import Change, change_subscription, settle_change
from billing.actions.operation import Asking, Told
from billing.gateway.subscriptions import STOP, cancel_at_period_end, cancel_now
from billing.models import Operation, Outcome, Subscription, SubscriptionState
from billing.models.subscriptions import ENDED_STATES

_OVER = ENDED_STATES | {SubscriptionState.ENDING}
_UNPAID = frozenset({SubscriptionState.PAST_DUE, SubscriptionState.INCOMPLETE})

CANCEL = Change(
    name="cancel_subscription",
    is_done=lambda record, _params: record.state in _OVER,
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
) -> Operation:
    """Let it end with the period that is paid for; at once where no paid period is running.

    At once: past due and not started (the period is not paid), and stopped by a pause (the period
    ended with it). Held deliveries end with the period: the customer has paid for it. `reason` is
    one of `Reason` or empty; raise `ValueError` for another. Cancelling twice is done already.
    """
    at_once = ends_at_once(subscription)
    cancel = cancel_now if at_once else cancel_at_period_end
    feedback = str(Reason(reason)) if reason else ""
    return change_subscription(
        CANCEL,
        subscription,
        asking,
        send=lambda: cancel(
            subscription.external_id,
            operation_id=asking.operation_id,
            feedback=feedback,
            comment=comment,
        ),
        answer=Told(Outcome.DONE, CANCEL.done) if subscription.state in _OVER else None,
        params={"at_once": at_once, "reason": feedback, "comment": comment},
    )


settle_cancel = partial(settle_change, CANCEL)


def ends_at_once(subscription: Subscription) -> bool:
    """Whether cancelling ends it today: no paid period is running that it could end with."""
    is_stopped = subscription.state == SubscriptionState.PAUSED and subscription.pause_kind == STOP
    return is_stopped or subscription.state in _UNPAID
