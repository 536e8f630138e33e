"""Every state in which a customer can meet the block."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from portal_blocks.base import Said
from portal_blocks.paying.samples import SeveralBills, failing, owing
from portal_blocks.states import State

STATES: Mapping[str, State] = {
    "ready": State(_("It is tried again"), persona="past_due"),
    "last": State(_("It is not tried again"), persona="past_due", data=failing("expired_card")),
    "no_reason": State(
        _("The bank gave no reason"),
        persona="past_due",
        data=failing("generic_decline", again_in=5),
    ),
    "confirm": State(
        _("The bank wants a confirmation"), persona="past_due", data=owing("requires_action")
    ),
    "several": State(_("Several payments failed"), persona="past_due", data=SeveralBills),
    "new_card": State(
        _("The form for a new card is open"), persona="past_due", query={"open": "card"}
    ),
    "same_card": State(
        _("The form for the card on file is open"), persona="past_due", query={"open": "pay"}
    ),
    "checking": State(
        _("A payment is being checked"), persona="past_due", data=owing(is_being_checked=True)
    ),
    "declined": State(
        _("The bank has just declined again"),
        persona="past_due",
        said=Said(
            "error",
            str(_("Your bank declined the card. You have not been charged. Try another card.")),
            target="in_sample",
        ),
    ),
    "paid": State(
        _("Just paid"), said=Said("success", str(_("Thank you. It is paid.")), target="in_sample")
    ),
    "nothing": State(_("Nothing is owed: nothing is shown")),
}
