"""Change where the parcels of one subscription go, or the note in them.

Nothing is charged for either, so nothing has to be agreed to. The way back is the same change.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.actions.change import Change, Send, change_subscription, settle_change
from billing.actions.errors import ActionError, Foreign, OutOfDate
from billing.actions.operation import Asking, Told
from billing.actions.undoing import Inverse, undone_by
from billing.gateway.records import SubscriptionRecord
from billing.gateway.subscription_changes import set_gift_note, set_shipping_address
from billing.gateway.subscription_delivery import MOST_OF_A_NOTE, address_parts
from billing.models import Operation, Outcome, Subscription
from billing.models.subscriptions import ENDED_STATES
from portals.registry import Portal

ADDRESS, NOTE = "shipping_address", "gift_note"
__all__ = [
    "ADDRESS",
    "CHANGE_DELIVERY",
    "MOST_OF_A_NOTE",
    "NOTE",
    "change_address",
    "change_note",
    "settle_delivery",
    "undo_delivery",
]


class NoteTooLong(ActionError):
    """More than fits on the card in the parcel. Nothing was asked for."""


def _is_done(record: SubscriptionRecord, params: dict[str, Any]) -> bool:
    found: Any = record.gift_note
    if params["part"] == ADDRESS:
        found = address_parts(record.shipping_address)
    return bool(found == params["value"])


def _done(params: dict[str, Any]) -> str:
    if params["part"] == NOTE:
        if not params["value"]:
            return _("There is no note in the parcels any more.")
        return _("Your note is saved. It lies in the next parcel.")
    if not params["value"]:
        return _("The next parcels go to your usual address.")
    return _("Your address is saved. The next parcels go there.")


CHANGE_DELIVERY = Change(
    name="change_delivery",
    is_done=_is_done,
    done=_done,
    unchanged=gettext_lazy("Your parcels go out as before."),
)


def change_address(
    subscription: Subscription, asking: Asking, *, address: Mapping[str, str]
) -> Operation:
    """Send its parcels to another address, with the keys of `AddressRecord`.

    Parts without a value are left out; an empty address: where the customer's others go.
    """
    wanted = dict(address)
    return _change(
        subscription,
        asking,
        part=ADDRESS,
        value=wanted,
        send=lambda operation: set_shipping_address(
            subscription.external_id, wanted, operation_id=operation.pk
        ),
    )


def change_note(subscription: Subscription, asking: Asking, *, note: str) -> Operation:
    """Put a note into its parcels; an empty one takes it away. Raise `NoteTooLong`."""
    if len(note) > MOST_OF_A_NOTE:
        words = _("A note has %(most)d characters at most.") % {"most": MOST_OF_A_NOTE}
        raise NoteTooLong(words, "too_long")
    return _change(
        subscription,
        asking,
        part=NOTE,
        value=note,
        send=lambda operation: set_gift_note(
            subscription.external_id, note, operation_id=operation.pk
        ),
    )


def undo_delivery(operation: Operation, subscription: Subscription, asking: Asking) -> Operation:
    """Put back what a change has changed.

    Raise `OutOfDate` where it has been changed again since, `Foreign` for any other operation.
    """
    if (operation.action, operation.target) != (CHANGE_DELIVERY.name, subscription.external_id):
        raise Foreign(_("This is not part of your subscription."), "foreign")
    part, before = operation.params["part"], operation.params["before"]
    if getattr(subscription, part) not in (operation.params["value"], before):
        message = _("This was changed again meanwhile, so nothing was put back.")
        raise OutOfDate(message, "changed_again")
    if part == NOTE:
        return change_note(subscription, asking, note=before)
    return change_address(subscription, asking, address=before)


settle_delivery = partial(settle_change, CHANGE_DELIVERY)


@undone_by(CHANGE_DELIVERY.name)
def _way_back(operation: Operation, _portal: Portal) -> Inverse | None:
    """Put back what was there: the same press, told which change to take back."""
    if operation.params["value"] == operation.params["before"]:
        return None
    press = "gift" if operation.params["part"] == NOTE else "address"
    return Inverse(press, {"subscription": operation.target, "undo": str(operation.pk)})


def _change(
    subscription: Subscription, asking: Asking, *, part: str, value: Any, send: Send
) -> Operation:
    params = {"part": part, "value": value, "before": getattr(subscription, part)}
    return change_subscription(
        CHANGE_DELIVERY,
        subscription,
        asking,
        send=send,
        answer=_answer(subscription, params),
        params=params,
    )


def _answer(subscription: Subscription, params: dict[str, Any]) -> Told | None:
    if subscription.state in ENDED_STATES:
        message = _("This subscription has ended: nothing is sent any more.")
        return Told(Outcome.REFUSED, message, "ended")
    if params["value"] == params["before"]:
        return Told(Outcome.DONE, _("Nothing had to be changed."), "unchanged")
    return None
