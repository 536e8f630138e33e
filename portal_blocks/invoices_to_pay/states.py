"""Every state in which a customer can meet the block."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from portal_blocks.base import Said
from portal_blocks.paying.samples import SeveralBills, owing
from portal_blocks.states import State

STATES: Mapping[str, State] = {
    "ready": State(_("A renewal failed"), persona="past_due"),
    "empty": State(_("Nothing to pay")),
    "several": State(_("Several bills"), persona="past_due", data=SeveralBills),
    "open": State(
        _("An order that is not paid yet"),
        persona="past_due",
        data=owing("pending"),
        query={"open": "pay"},
    ),
    "confirm": State(
        _("The bank wants a confirmation"),
        persona="past_due",
        data=owing("requires_action"),
        query={"open": "pay"},
    ),
    "new_card": State(
        _("The form for a new card is open"), persona="past_due", query={"open": "card"}
    ),
    "checking": State(
        _("A payment is being checked"), persona="past_due", data=owing(is_being_checked=True)
    ),
    "paid": State(
        _("Just paid"), said=Said("success", str(_("Thank you. It is paid.")), target="in_1")
    ),
    "declined": State(
        _("The bank has just declined"),
        persona="past_due",
        said=Said(
            "error",
            str(_("Your bank declined the card. You have not been charged. Try another card.")),
            target="in_sample",
        ),
    ),
}
