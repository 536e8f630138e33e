"""Put the next charge back on the day it was moved or skipped from."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from django.utils.translation import gettext_lazy as _

from billing.actions import moving
from billing.actions.change import Change, change_subscription, settle_change
from billing.actions.operation import Asking, Told
from billing.gateway.subscription_changes import move_charge
from billing.models import Operation, Outcome, Subscription

UNDO_MOVE = Change(
    name="undo_move",
    is_done=moving.is_moved_by,
    done=_("Your next charge is back on its day."),
    unchanged=_("Your next charge stays where it was moved to."),
)
MARGIN = timedelta(minutes=10)  # Stripe moves nothing to a time that is over when it is asked


def undo_move(subscription: Subscription, asking: Asking) -> Operation:
    """Have the next charge come when it would have come by itself, if that is still ahead."""
    answer = _answer(subscription, now=asking.now)
    back = moving.own_day(subscription) if answer is None else None
    return change_subscription(
        UNDO_MOVE,
        subscription,
        asking,
        send=lambda operation: move_charge(
            subscription.external_id,
            to=back or moving.own_day(subscription),
            moved_from=None,
            operation_id=operation.pk,
        ),
        answer=answer,
        params=moving.params_of(back, mark=asking.operation_id) if back else {},
    )


settle_undo_move = partial(settle_change, UNDO_MOVE)


def can_undo(subscription: Subscription, *, now: datetime) -> bool:
    """Whether the next charge was moved, and can still come on its own day."""
    day = subscription.moved_from
    return moving.refused(subscription) is None and day is not None and day > now + MARGIN


def _answer(subscription: Subscription, *, now: datetime) -> Told | None:
    if can_undo(subscription, now=now):
        return None
    refused = moving.refused(subscription)
    if refused is not None:
        return refused
    if subscription.moved_from is None:
        return Told(Outcome.DONE, UNDO_MOVE.told_done({}))
    message = _("The day it was moved from is over, so it cannot be put back.")
    return Told(Outcome.REFUSED, message, "too_late")
