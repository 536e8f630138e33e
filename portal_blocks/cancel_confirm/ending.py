"""What cancelling means, said before it is done; cancelling, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from billing.actions.cancel import cancel_subscription, ends_at_once
from billing.actions.restart import restart_subscription
from billing.leaving import CANCELLED, KEPT, end_leaving, feedback_of, note_undone
from billing.models import Leaving, Operation, Outcome, Subscription, SubscriptionState
from portal_blocks.asking import answered, asking_of
from portal_blocks.base import ActionCall, ActionResult
from portal_blocks.leaving.presses import noted, pressed, subscription_in
from portal_blocks.viewer import Viewer
from portal_blocks.words import day

AT_ONCE, PERIOD_END = "now", "period_end"


def consequences(value: Mapping[str, Any], viewer: Viewer, subscription: Subscription) -> list[str]:
    """Say when it ends, what is charged still, and until when one can think again."""
    if ends_at_once(subscription, now=viewer.subject.now):
        return [_("It ends today. Nothing more is charged.")]
    if value.get("cancel_when") == AT_ONCE:
        return [_("It ends today. Nothing more is charged, and nothing is paid back.")]
    ends = subscription.paid_until
    if ends is None:
        return [_("It will not renew, and nothing more is charged.")]
    facts = {"date": day(ends, viewer)}
    again = _("You can change your mind until then.")
    if subscription.state == SubscriptionState.ACTIVE:
        until = _("You keep it until %(date)s, which is paid for.") % facts
        return [until, _("Nothing more is charged. You can change your mind until then.")]
    return [_("It ends on %(date)s. Nothing more is charged.") % facts, again]


def cancel(call: ActionCall) -> ActionResult:
    """Cancel, with the reason that was given on the way; once, however often it is pressed."""
    subscription = subscription_in(call)
    asking, operations = asking_of(call), list[Operation]()
    latest = call.viewer.data.leaving(subscription)
    press = pressed(call, CANCELLED, choice=str(call.value.get("cancel_when") or PERIOD_END))
    leaving = noted(call, subscription, press)

    def ask() -> Operation:
        tried = leaving or latest
        done = cancel_subscription(
            subscription,
            asking,
            reason=feedback_of(tried),
            comment=tried.comment if tried is not None else "",
            now=call.value.get("cancel_when") == AT_ONCE,
        )
        operations.append(done)
        return done

    result = answered(ask, call)
    if leaving is not None and operations and operations[0].outcome != Outcome.REFUSED:
        end_leaving(leaving, Leaving.End.CANCELLED, operations[0], now=call.now)
    return replace(result, target=subscription.external_id)


def restart(call: ActionCall) -> ActionResult:
    """Take the cancellation back: they keep it after all."""
    subscription = subscription_in(call)
    result = answered(lambda: restart_subscription(subscription, asking_of(call)), call)
    if result.tone == "success":
        note_undone(subscription, pressed(call, KEPT, choice="undo"), now=call.now)
    return replace(result, target=subscription.external_id)
