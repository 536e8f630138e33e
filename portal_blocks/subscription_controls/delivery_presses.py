"""From the forms of an address and a gift note to their change, and back to words."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext as _

from billing.actions.change_delivery import (
    MOST_OF_A_NOTE,
    change_address,
    change_note,
    undo_delivery,
)
from billing.models import Operation
from billing.queries import operation_of
from portal_blocks.addresses.reading import address_from
from portal_blocks.asking import asking_of
from portal_blocks.base import ActionCall, ActionRefused, ActionResult
from portal_blocks.subscription_controls.placing import PREFIX
from portal_blocks.subscription_controls.presses import LONGEST, done, subscription_in

NOTE = "note"


def address(call: ActionCall) -> ActionResult:
    """Send its parcels to another address, or where the others go; or take such a change back."""
    if "undo" in call.data:
        return _undone(call, "address")
    if call.data.get("other"):
        return done(change_address, call, control="address", details=lambda: {"address": {}})
    entered = address_from(call.data, prefix=PREFIX)
    if entered.is_unfinished:
        target = subscription_in(call).external_id
        asking_of(call)  # a form without an id is none of ours
        return entered.shown_again(target)
    return done(
        change_address, call, control="address", details=lambda: {"address": entered.address}
    )


def gift(call: ActionCall) -> ActionResult:
    """Put a note into its parcels, or take it away; or take such a change back."""
    if "undo" in call.data:
        return _undone(call, "gift")
    note = _note(call)
    if len(note) > MOST_OF_A_NOTE or not _is_printable(note):
        asking_of(call)
        return _faulty(call, note)
    return done(change_note, call, control="gift", details=lambda: {"note": note})


def _undone(call: ActionCall, control: str) -> ActionResult:
    change = _change(call)
    return done(
        lambda subscription, asking: undo_delivery(change, subscription, asking),
        call,
        control=control,
    )


def _change(call: ActionCall) -> Operation:
    try:
        wanted = uuid.UUID(call.data.get("undo", ""))
    except ValueError:
        raise ActionRefused from None
    found = operation_of(call.viewer.customer_ids, wanted)
    if found is None:
        raise ActionRefused
    return found


def _note(call: ActionCall) -> str:
    """What was written. A browser counts a line's end as one sign and sends two."""
    return call.data.get(NOTE, "").replace("\r\n", "\n").strip()


def _is_printable(note: str) -> bool:
    return all(sign == "\n" or sign >= " " for sign in note)


def _faulty(call: ActionCall, note: str) -> ActionResult:
    words = _("Nothing was saved: a note has %(most)d characters at most. This one has %(count)d.")
    if len(note) <= MOST_OF_A_NOTE:
        words = _("Nothing was saved: there is a character in it that cannot be printed.")
    words = words % {"most": MOST_OF_A_NOTE, "count": len(note)}
    return ActionResult(
        "error",
        words,
        target=subscription_in(call).external_id,
        faults={NOTE: words},
        entered={NOTE: note[:LONGEST].replace("\x00", "")},
    )
