"""Skip the next charge: it comes one interval later."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from billing.actions import moving
from billing.actions.change import Change, change_subscription, settle_change
from billing.actions.operation import Asking, Told
from billing.actions.undoing import Inverse, undone_by
from billing.gateway.subscription_changes import move_charge
from billing.gateway.subscriptions import STOP
from billing.models import Operation, Outcome, Subscription
from portals.registry import Portal

SKIP = Change(
    name="skip_next",
    is_done=moving.is_moved_by,
    done=_("The next charge is skipped. You can undo this until the day it was due."),
    unchanged=_("Your next charge comes as planned."),
)


def skip_next(subscription: Subscription, asking: Asking) -> Operation:
    """Have the next charge come one interval later. Nothing is charged or given back.

    One that was moved or skipped already is refused until it has come; and so is all in a portal
    that stops the service by a pause: there, whoever skips a charge would go on for nothing.
    """
    answer = _answer(subscription, asking.portal.pause_method)
    to = None if answer else moving.after_next(subscription)
    mark = asking.operation_id
    return change_subscription(
        SKIP,
        subscription,
        asking,
        send=lambda operation: move_charge(
            subscription.external_id,
            to=to or moving.after_next(subscription),
            moved_from=moving.own_day(subscription),
            operation_id=operation.pk,
        ),
        answer=answer,
        params=moving.params_of(to, mark=mark) if to else {},
    )


settle_skip = partial(settle_change, SKIP)


@undone_by(SKIP.name)
def _way_back(operation: Operation, _portal: Portal) -> Inverse | None:
    """Put it back on its own day: it is skipped from there alone."""
    return Inverse("undo", {"subscription": operation.target}) if operation.params else None


def _answer(subscription: Subscription, method: str) -> Told | None:
    if method == STOP:
        message = _("A charge cannot be skipped here. You can pause instead.")
        return Told(Outcome.REFUSED, message, "not_here")
    refused = moving.refused(subscription)
    if refused is None and subscription.moved_from is not None:
        message = _("Your next charge was moved already. Undo that first.")
        return Told(Outcome.REFUSED, message, "already_moved")
    return refused
