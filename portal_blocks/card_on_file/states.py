"""Every state in which a customer can meet the block."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from portal_blocks.base import Said
from portal_blocks.paying.samples import (
    CheckedCard,
    EndedCard,
    EndingCard,
    LongNames,
    SeveralBills,
    SeveralCards,
)
from portal_blocks.states import State

STATES: Mapping[str, State] = {
    "ready": State(_("One good card")),
    "empty": State(_("No card yet"), persona="any_customer"),
    "several": State(_("Several cards, one ending, one ended"), data=SeveralCards),
    "expiring": State(_("The card ends soon"), data=EndingCard),
    "expired": State(_("The card has ended"), data=EndedCard),
    "checking": State(_("A change is being checked"), data=CheckedCard),
    "adding": State(_("The form for a new card is open"), query={"open": "card"}),
    "choosing": State(
        _("Which subscriptions a new card pays"), data=LongNames, query={"open": "card"}
    ),
    "failed": State(_("A payment failed"), persona="past_due"),
    "failed_card": State(
        _("A payment failed, and bills are shown elsewhere"),
        persona="past_due",
        value={"allow_pay": False},
    ),
    "paying": State(_("The form to pay is open"), persona="past_due", query={"open": "pay"}),
    "many_bills": State(_("Several bills"), persona="past_due", data=SeveralBills),
    "saved": State(
        _("A card was just saved"),
        said=Said("success", str(_("Your card ending 4242 is saved.")), target="pm_sample"),
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
    "removed": State(
        _("A card was just removed"),
        said=Said("success", str(_("The card is removed.")), target="pm_gone"),
    ),
    "read_only": State(
        _("Nothing may be changed"),
        value={"allow_update": False, "allow_remove": False, "allow_pay": False},
    ),
}
