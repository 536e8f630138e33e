"""What every button of a cancel flow does: it is kept as proof, and then it does its own."""

from __future__ import annotations

from django.utils.translation import gettext as _

from billing.leaving import KEPT, Press, end_leaving, note_pressed
from billing.models import Leaving, Subscription
from billing.queries import subscription_of
from portal_blocks.base import ActionCall, ActionRefused, ActionResult
from portal_blocks.leaving.way import back_url, is_over, standing_of


def subscription_in(call: ActionCall) -> Subscription:
    """Return the subscription that a form is about. Raise `ActionRefused` for somebody else's."""
    found = subscription_of(call.viewer.customer_ids, call.data.get("subscription", ""))
    if found is None:
        raise ActionRefused
    return found


def pressed(call: ActionCall, kind: str, *, choice: str = "", said: str = "") -> Press:
    """Return the press of a button, with the page and the block that it stood in."""
    page_id, block_id = call.at
    return Press(kind, block_id, page_id=page_id, choice=choice, said=said)


def noted(call: ActionCall, subscription: Subscription, press: Press) -> Leaving | None:
    """Keep a press, and return the try it is of.

    None for the second click on a last button, and where it is cancelled already: an old page in
    another tab begins no new try.
    """
    if is_over(subscription):
        return None
    return note_pressed(subscription, call.viewer.portal.host, press, now=call.now)


def keep(call: ActionCall) -> ActionResult:
    """Keep the subscription: nothing changes, and the try is over.

    An old page in another tab promises nothing of what is cancelled, or being cancelled, by now.
    """
    subscription = subscription_in(call)
    back = back_url(call.value, call.viewer, subscription)
    standing = standing_of(subscription, call.viewer)
    if standing is not None:
        return ActionResult("warning", standing[1], url=back)
    leaving = noted(call, subscription, pressed(call, KEPT))
    if leaving is not None:
        end_leaving(leaving, Leaving.End.KEPT, now=call.now)
    text = _("Nothing has changed. Your subscription goes on.")
    return ActionResult("success", text, url=back)
