"""The two buttons of an offer: taking it, and going on to cancel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from billing.actions.apply_coupon import apply_coupon
from billing.actions.change_plan import change_plan
from billing.actions.errors import ActionError
from billing.actions.operation import Asking
from billing.actions.pause import pause_subscription
from billing.actions.restart import restart_subscription
from billing.actions.skip import skip_next
from billing.actions.undo_move import undo_move
from billing.leaving import DECLINED, KEPT, OFFER, end_leaving, note_undone
from billing.models import Leaving, Operation, Outcome, Subscription
from billing.queries import operation_of
from portal_blocks.asking import answered, asking_of
from portal_blocks.base import ActionCall, ActionResult
from portal_blocks.cancel_offer.kinds import (
    DISCOUNT,
    PAUSE,
    SKIP,
    SWAP,
    Case,
    change_of,
    is_meant,
    key_of,
    pause_until,
)
from portal_blocks.leaving.presses import noted, pressed, subscription_in
from portal_blocks.leaving.way import is_over, next_url


class NotOffered(ActionError):
    """It is not offered to this customer, or not any more. Nothing has changed."""


def accept(call: ActionCall) -> ActionResult:
    """Take the offer: what it stands for is done, once, with every check of its own."""
    subscription = subscription_in(call)
    asking, operations = asking_of(call), list[Operation]()
    heading = str(call.value.get("heading") or "")
    press = pressed(call, OFFER, choice=key_of(call.value), said=heading)
    leaving = noted(call, subscription, press)

    def ask() -> Operation:
        operations.append(_taken(call, subscription, asking))
        return operations[0]

    result = answered(ask, call)
    if leaving is not None and operations and operations[0].outcome != Outcome.REFUSED:
        end_leaving(leaving, Leaving.End.SAVED, operations[0], now=call.now)
    return replace(result, target=subscription.external_id)


def decline(call: ActionCall) -> ActionResult:
    """Go on to cancel."""
    subscription = subscription_in(call)
    noted(call, subscription, pressed(call, DECLINED, choice=key_of(call.value)))
    return ActionResult("info", "", url=next_url(call.value.get("next"), call.viewer, subscription))


def restart(call: ActionCall) -> ActionResult:
    """Take back the pause that was offered."""
    return _taken_back(restart_subscription, call)


def undo(call: ActionCall) -> ActionResult:
    """Take back the charge that was skipped."""
    return _taken_back(undo_move, call)


def _taken_back(command: Callable[..., Operation], call: ActionCall) -> ActionResult:
    subscription = subscription_in(call)
    result = answered(lambda: command(subscription, asking_of(call)), call)
    if result.tone == "success":
        note_undone(subscription, pressed(call, KEPT, choice="undo"), now=call.now)
    return replace(result, target=subscription.external_id)


def _taken(call: ActionCall, subscription: Subscription, asking: Asking) -> Operation:
    case = Case(call.value, call.viewer, subscription)
    before = operation_of(call.viewer.customer_ids, asking.operation_id)
    command = _COMMANDS.get(str(call.value.get("offer") or PAUSE))
    is_offered = is_meant(case) and not is_over(subscription)
    if command is None or (before is None and not is_offered):
        raise NotOffered(_("This offer is no longer there. Nothing has changed."), "not_offered")
    return command(case, asking, call.data)


def _pause(case: Case, asking: Asking, _data: Mapping[str, Any]) -> Operation:
    return pause_subscription(case.subscription, asking, until=pause_until(case))


def _skip(case: Case, asking: Asking, _data: Mapping[str, Any]) -> Operation:
    return skip_next(case.subscription, asking)


def _discount(case: Case, asking: Asking, _data: Mapping[str, Any]) -> Operation:
    return apply_coupon(case.subscription, asking, code=str(case.value.get("code") or ""))


def _swap(case: Case, asking: Asking, data: Mapping[str, Any]) -> Operation:
    change = change_of(case)
    changes = [change] if change is not None else []
    if not changes and operation_of([case.subscription.customer_id], asking.operation_id) is None:
        raise NotOffered(_("This offer is no longer there. Nothing has changed."), "not_offered")
    return change_plan(case.subscription, asking, changes=changes, agreed=data.get("agreed", ""))


_COMMANDS: Mapping[str, Callable[[Case, Asking, Mapping[str, Any]], Operation]] = {
    DISCOUNT: _discount,
    PAUSE: _pause,
    SKIP: _skip,
    SWAP: _swap,
}
