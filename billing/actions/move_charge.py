"""Move the next charge to another day; those after it follow from there."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from billing.actions import moving
from billing.actions.change import Change, change_subscription, settle_change
from billing.actions.operation import Asking, Told
from billing.actions.undoing import Inverse, undone_by
from billing.gateway import subscription_changes as gateway
from billing.models import Operation, Outcome, Subscription
from portals.registry import Portal

MOVE = Change(
    name="move_charge",
    is_done=moving.is_moved_by,
    done=_("Your next charge comes on the day you chose."),
    unchanged=_("Your next charge comes as planned."),
)


def move_charge(subscription: Subscription, asking: Asking, *, to: date) -> Operation:
    """Have the next charge come on another day, at most an interval and 60 days after its own."""
    answer = _answer(subscription, asking.portal, to, now=asking.now)
    at = None if answer else moving.on_day(to, subscription, asking.portal)
    return change_subscription(
        MOVE,
        subscription,
        asking,
        send=lambda operation: gateway.move_charge(
            subscription.external_id,
            to=at or moving.on_day(to, subscription, asking.portal),
            moved_from=moving.own_day(subscription),
            operation_id=operation.pk,
        ),
        answer=answer,
        params=moving.params_of(at, mark=asking.operation_id) if at else {},
    )


settle_move = partial(settle_change, MOVE)


@undone_by(MOVE.name)
def _way_back(operation: Operation, portal: Portal) -> Inverse | None:
    """Put it back on its own day, or on the day that it was moved to before."""
    stood = operation.before.get("current_period_end")
    if not operation.params or not stood:
        return None  # it stood there already
    what = {"subscription": operation.target}
    if not operation.before.get("moved_from"):
        return Inverse("undo", what)
    day = localdate(datetime.fromisoformat(stood), portal.tz)
    return Inverse("move", {**what, "to": day.isoformat()})


def _answer(subscription: Subscription, portal: Portal, to: date, *, now: datetime) -> Told | None:
    refused = moving.refused(subscription)
    if refused is not None:
        return refused
    first, last = moving.days_for(subscription, portal, now=now)
    if not first <= to <= last:
        message = _("Your next charge cannot be moved to that day. Choose another one.")
        return Told(Outcome.REFUSED, message, "day")
    stands = subscription.current_period_end
    if stands is not None and localdate(stands, portal.tz) == to:
        return Told(Outcome.DONE, MOVE.told_done({}))
    return None
