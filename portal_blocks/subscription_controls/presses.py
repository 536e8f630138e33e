"""From the press of a button to a command, and back to words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from billing.actions.apply_coupon import apply_coupon
from billing.actions.buy_again import buy_again
from billing.actions.cancel import cancel_subscription
from billing.actions.change_plan import change_plan
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
from portal_blocks.leaving.consequence import AT_ONCE
from portal_blocks.leaving.pages import has_last_step
from portal_blocks.leaving.way import is_over
from portal_blocks.subscription_controls.changing import changes_of, is_allowed
from portal_blocks.subscription_controls.ending import cancel_reasons, first_page
from portal_blocks.terms.waits import wait_of

Command = Callable[..., Operation]
LONGEST = 2000  # of what is shown again, whatever was sent


class NoDay(Exception):
    """What was typed is no day, or none to choose: an old browser has no calendar for it."""


def pause(call: ActionCall) -> ActionResult:
    """Pause one subscription of the customer's own, until a day if one is given."""
    credit = bool(call.value.get("credit_unused", True))
    return done(
        pause_subscription,
        call,
        control="pause",
        details=lambda: {"until": _day(call, "until"), "credit": credit},
    )


def restart(call: ActionCall) -> ActionResult:
    """Restart a paused one, or keep one that was about to end."""
    return done(restart_subscription, call, control="restart")


def return_on(call: ActionCall) -> ActionResult:
    """Choose the day on which a paused one goes on; none: when it is restarted."""
    return done(
        change_return, call, control="return", details=lambda: {"until": _day(call, "until")}
    )


def skip(call: ActionCall) -> ActionResult:
    """Skip the next charge."""
    return done(skip_next, call, control="skip")


def move(call: ActionCall) -> ActionResult:
    """Move the next charge to a day."""
    return done(
        move_charge, call, control="move", details=lambda: {"to": _required_day(call, "to")}
    )


def undo(call: ActionCall) -> ActionResult:
    """Put the next charge back on its own day."""
    return done(undo_move, call, control="undo")


def cancel(call: ActionCall) -> ActionResult:
    """Cancel one, with the reason if one was given. Where pages lead to it, lead there."""
    pages = _pages_to_cancel(call)
    if pages:
        words = _("Nothing is cancelled yet. Cancelling begins on this page.")
        return ActionResult("info", words, url=pages)
    reason = call.data.get("reason", "")
    known = dict(cancel_reasons())
    details = {
        "reason": reason if reason in known else "",
        "comment": call.data.get("comment", "")[:1000].replace("\x00", "").strip(),
        "now": call.value.get("cancel_when") == AT_ONCE,
    }
    return done(cancel_subscription, call, control="cancel", details=lambda: details)


def plan(call: ActionCall) -> ActionResult:
    """Change what it is for, as shown and agreed to."""
    return _changed(call, "plan")


def quantity(call: ActionCall) -> ActionResult:
    """Change how many of each there are, as shown and agreed to."""
    return _changed(call, "quantity")


def frequency(call: ActionCall) -> ActionResult:
    """Change how often it comes, as shown and agreed to."""
    return _changed(call, "frequency")


def code(call: ActionCall) -> ActionResult:
    """Use a promotion code, as shown and agreed to."""
    return done(
        apply_coupon,
        call,
        control="coupon",
        details=lambda: {"code": call.data.get("code", "")[:100]},
    )


def again(call: ActionCall) -> ActionResult:
    """Begin anew what has ended, at the price that was shown, with a card of their own."""
    payment = Payment(card=call.data.get("card", ""), agreed=call.data.get("agreed", ""))
    return done(buy_again, call, control="again", details=lambda: {"payment": payment})


def done(
    command: Command,
    call: ActionCall,
    *,
    control: str,
    details: Callable[[], dict[str, Any]] = dict,
) -> ActionResult:
    """Carry it out where the merchant's terms allow it now, and say what came of it.

    Raise `ActionRefused` for what no page offers.
    """
    subscription = subscription_in(call)
    asking = asking_of(call)
    wait = wait_of(control, subscription, call.viewer, call.value)
    if wait:
        return ActionResult("warning", wait, target=subscription.external_id)
    try:
        found = details()
    except NoDay as fault:
        return _no_day(fault, call, subscription)
    result = answered(lambda: command(subscription, asking, **found), call)
    if result.operation is not None and result.operation.error_code == "day":
        return _no_day(NoDay(result.text, next(iter(found))), call, subscription)
    target = result.target or subscription.external_id
    return replace(result, target=target, url=result.url or then(call))


def _pages_to_cancel(call: ActionCall) -> str:
    """The first page that has come between; empty where there is none, or none that ends."""
    subscription = subscription_in(call)
    if subscription.is_being_checked or is_over(subscription):
        return ""  # the command itself says how it stands
    if wait_of("cancel", subscription, call.viewer, call.value):
        return ""
    first = first_page(call.value, call.viewer, subscription)
    return first if first and has_last_step(call.viewer) else ""


def subscription_in(call: ActionCall) -> Subscription:
    """Return the subscription that a form names. Raise `ActionRefused` if it is not theirs."""
    found = subscription_of(call.viewer.customer_ids, call.data.get("subscription", ""))
    if found is None:
        raise ActionRefused
    return found


def then(call: ActionCall) -> str:
    """Return the page to go to afterwards, of this site; empty: where the block stands."""
    given: str = call.data.get("then", "")
    is_path = given.startswith("/") and not given.startswith("//") and "\\" not in given
    return given if is_path else ""


def _changed(call: ActionCall, control: str) -> ActionResult:
    subscription = subscription_in(call)
    prices = call.viewer.data.about_subscription(subscription).prices()
    about: dict[str, Any] = {"subscription": subscription, "value": call.value, "prices": prices}
    changes = changes_of(control, call.data, **about)
    if not changes or not is_allowed(control, changes, **about):
        raise ActionRefused
    agreed = call.data.get("agreed", "")
    return done(
        change_plan, call, control=control, details=lambda: {"changes": changes, "agreed": agreed}
    )


def _no_day(fault: NoDay, call: ActionCall, subscription: Subscription) -> ActionResult:
    words, name = fault.args
    typed = call.data.get(name, "")[:LONGEST].replace("\x00", "")
    return ActionResult(
        "error",
        _("Nothing was changed yet. Look at what is marked, please."),
        target=subscription.external_id,
        faults={name: words},
        entered={name: typed},
    )


def _day(call: ActionCall, name: str) -> date | None:
    """The day that was chosen, None where none was. Raise `NoDay` for what is none."""
    given = call.data.get(name, "").strip()
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise NoDay(_("Write the day like this: 2027-01-31."), name) from None


def _required_day(call: ActionCall, name: str) -> date:
    day = _day(call, name)
    if day is None:
        raise NoDay(_("Choose the day of your next charge."), name)
    return day
