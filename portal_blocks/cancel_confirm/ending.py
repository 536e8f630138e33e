"""Cancelling by the button of the last step, and taking it back."""

from __future__ import annotations

from dataclasses import replace

from billing.actions.cancel import cancel_subscription
from billing.actions.restart import restart_subscription
from billing.leaving import CANCELLED, KEPT, end_leaving, feedback_of, note_undone
from billing.models import Leaving, Operation, Outcome
from portal_blocks.asking import answered, asking_of
from portal_blocks.base import ActionCall, ActionResult
from portal_blocks.leaving.consequence import AT_ONCE, PERIOD_END
from portal_blocks.leaving.presses import noted, pressed, subscription_in
from portal_blocks.leaving.way import is_over
from portal_blocks.terms.waits import wait_of


def cancel(call: ActionCall) -> ActionResult:
    """Cancel, with the reason that was given on the way; once, however often it is pressed.

    Only where the merchant's terms allow it now.
    """
    subscription = subscription_in(call)
    wait = "" if is_over(subscription) else wait_of("cancel", subscription, call.viewer, call.value)
    if wait:
        return ActionResult("warning", wait, target=subscription.external_id)
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
