"""From the press of a button to a command, and back to words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from billing.actions.apply_coupon import apply_coupon
from billing.actions.buy_again import buy_again
from billing.actions.cancel import cancel_subscription
from billing.actions.change_plan import change_plan
from billing.actions.errors import ActionError
from billing.actions.move_charge import move_charge
from billing.actions.pause import pause_subscription
from billing.actions.purchasing import Payment
from billing.actions.restart import restart_subscription
from billing.actions.returning import change_return
from billing.actions.skip import skip_next
from billing.actions.undo_move import undo_move
from billing.models import Operation, Subscription
from billing.queries import subscription_of
from portal_blocks.asking import answered, asking_of
from portal_blocks.base import ActionCall, ActionRefused, ActionResult
from portal_blocks.subscription_controls.choices import change_of, is_allowed
from portal_blocks.subscription_controls.ending import AT_ONCE, cancel_reasons

Command = Callable[..., Operation]


class NoDay(ActionError):
    """What was typed is no day: an old browser has no calendar for it."""


def pause(call: ActionCall) -> ActionResult:
    """Pause one subscription of the customer's own, until a day if one is given."""
    credit = bool(call.value.get("credit_unused", True))
    return _done(pause_subscription, call, lambda: {"until": _day(call, "until"), "credit": credit})


def restart(call: ActionCall) -> ActionResult:
    """Restart a paused one, or keep one that was about to end."""
    return _done(restart_subscription, call)


def return_on(call: ActionCall) -> ActionResult:
    """Choose the day on which a paused one goes on; none: when it is restarted."""
    return _done(change_return, call, lambda: {"until": _day(call, "until")})


def skip(call: ActionCall) -> ActionResult:
    """Skip the next charge."""
    return _done(skip_next, call)


def move(call: ActionCall) -> ActionResult:
    """Move the next charge to a day."""
    return _done(move_charge, call, lambda: {"to": _required_day(call, "to")})


def undo(call: ActionCall) -> ActionResult:
    """Put the next charge back on its own day."""
    return _done(undo_move, call)


def cancel(call: ActionCall) -> ActionResult:
    """Cancel one, with the reason if one was given."""
    reason = call.data.get("reason", "")
    known = dict(cancel_reasons())
    details = {
        "reason": reason if reason in known else "",
        "comment": call.data.get("comment", "")[:1000].strip(),
        "now": call.value.get("cancel_when") == AT_ONCE,
    }
    return _done(cancel_subscription, call, lambda: details)


def plan(call: ActionCall) -> ActionResult:
    """Change what it is for, as shown and agreed to."""
    subscription = _subscription(call)
    change = change_of(call.data)
    if change is None or not is_allowed(change, subscription, call.value):
        raise ActionRefused
    agreed = call.data.get("agreed", "")
    return _done(change_plan, call, lambda: {"changes": [change], "agreed": agreed})


def code(call: ActionCall) -> ActionResult:
    """Use a promotion code, as shown and agreed to."""
    return _done(apply_coupon, call, lambda: {"code": call.data.get("code", "")[:100]})


def again(call: ActionCall) -> ActionResult:
    """Begin anew what has ended, at the price that was shown, with a card of their own."""
    payment = Payment(card=call.data.get("card", ""), agreed=call.data.get("agreed", ""))
    return _done(buy_again, call, lambda: {"payment": payment})


def _done(
    command: Command, call: ActionCall, details: Callable[[], dict[str, Any]] = dict
) -> ActionResult:
    """Carry it out, and say what came of it. Raise `ActionRefused` for what no page offers."""
    return answered(lambda: command(_subscription(call), asking_of(call), **details()), call)


def _subscription(call: ActionCall) -> Subscription:
    found = subscription_of(call.viewer.customer_ids, call.data.get("subscription", ""))
    if found is None:
        raise ActionRefused
    return found


def _day(call: ActionCall, name: str) -> date | None:
    """The day that was chosen, None where none was. Raise `NoDay` for what is none."""
    given = call.data.get(name, "").strip()
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise NoDay(_("Write the day like this: 2027-01-31."), "no_day") from None


def _required_day(call: ActionCall, name: str) -> date:
    day = _day(call, name)
    if day is None:
        raise NoDay(_("Choose the day of your next charge."), "no_day")
    return day
