"""What is still to be paid, each with the way to pay it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal_blocks.base import BlockAction, Place, PortalBlock
from portal_blocks.invoices_to_pay.states import STATES
from portal_blocks.paying import presses
from portal_blocks.paying.bills import bill_rows, said_at, wants_new_card
from portal_blocks.paying.saving import savings_of
from portal_blocks.states import State
from portal_blocks.viewer import Viewer


class InvoicesToPayBlock(PortalBlock):
    """Every open bill, the oldest first: what it is for, how much, and one button."""

    heading = blocks.CharBlock(
        label=_("Heading"), default=_("Still to be paid"), max_length=100, required=False
    )
    allow_pay = blocks.BooleanBlock(label=_("May pay here"), default=True, required=False)
    allow_update = blocks.BooleanBlock(
        label=_("May enter a new card for a subscription"), default=True, required=False
    )
    when_empty = blocks.CharBlock(
        label=_("Said when nothing is to be paid"),
        default=_("Nothing to pay. Everything is settled."),
        max_length=200,
        required=False,
        help_text=_("Leave empty to show nothing at all."),
    )

    parts: ClassVar[tuple[str, ...]] = ("paying",)
    states: ClassVar[Mapping[str, State]] = STATES
    actions: ClassVar[Mapping[str, BlockAction]] = {
        "begin": BlockAction(presses.begin, switch="allow_update"),
        "finish": BlockAction(presses.finish),
        "hosted": BlockAction(presses.hosted, switch="allow_pay"),
        "pay": BlockAction(presses.pay, switch="allow_pay"),
    }

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return the bills, and a form for a new card where a subscription needs one.

        `opened` is what a link from elsewhere wants to be open: "card" or "pay".
        """
        bills = viewer.data.bills
        needs_card = any(bill.order.subscription_id for bill in bills)
        savings = savings_of(value, viewer, place, pays_now=True) if needs_card else []
        wants_card = any(wants_new_card(bill) for bill in bills)
        is_inside = wants_card and len(bills) == 1
        return {
            "bills": bill_rows(bills, viewer, place),
            "wants_card": wants_card,
            "savings": savings,
            "inside": savings if is_inside else [],
            "below": [] if is_inside else savings,
            "opened": place.query.get("open", ""),
            "said_at": said_at(place, [bill.invoice_id for bill in bills]),
        }

    class Meta:
        icon = "doc-full"
        label = _("Bills to pay")
        group = _("Account")
        description = _("What a customer still has to pay, with a card on file or a new one.")
        template = "portal_blocks/invoices_to_pay.html"
        preview_value = {
            "heading": "Still to be paid",
            "allow_pay": True,
            "allow_update": True,
            "when_empty": "Nothing to pay. Everything is settled.",
        }
