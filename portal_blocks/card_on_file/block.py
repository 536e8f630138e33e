"""The cards a customer pays with, what each of them pays, and what is still to be paid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal_blocks.base import BlockAction, Place, PortalBlock
from portal_blocks.card_on_file import actions
from portal_blocks.card_on_file.rows import card_row
from portal_blocks.card_on_file.states import STATES
from portal_blocks.paying import presses
from portal_blocks.paying.bills import bill_rows, said_at
from portal_blocks.paying.saving import savings_of
from portal_blocks.states import State
from portal_blocks.viewer import Viewer


class CardOnFileBlock(PortalBlock):
    """Brand, last four digits and expiry of each card; warns before one expires."""

    heading = blocks.CharBlock(
        label=_("Heading"), default=_("Your card"), max_length=100, required=False
    )
    allow_update = blocks.BooleanBlock(
        label=_("May add cards and choose which pays"), default=True, required=False
    )
    allow_remove = blocks.BooleanBlock(label=_("May remove cards"), default=True, required=False)
    allow_pay = blocks.BooleanBlock(
        label=_("May pay what is still to be paid"),
        default=True,
        required=False,
        help_text=_("Switch it off where another block of the page shows what is to be paid."),
    )

    parts: ClassVar[tuple[str, ...]] = ("paying",)
    states: ClassVar[Mapping[str, State]] = STATES
    actions: ClassVar[Mapping[str, BlockAction]] = {
        "begin": BlockAction(presses.begin, switch="allow_update"),
        "default": BlockAction(actions.default, switch="allow_update"),
        "finish": BlockAction(presses.finish),
        "hosted": BlockAction(presses.hosted, switch="allow_pay"),
        "pay": BlockAction(presses.pay, switch="allow_pay"),
        "remove": BlockAction(actions.remove, switch="allow_remove"),
    }

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return the customer's cards, what they owe, and forms for a new card.

        `opened` is what a link from elsewhere wants to be open: "card" or "pay".
        """
        bills = viewer.data.bills if value.get("allow_pay") else []
        pieces = [one.invoice_id for one in bills] + [one.external_id for one in viewer.data.cards]
        return {
            "said_at": said_at(place, pieces),
            "cards": [card_row(card, value, viewer, place) for card in viewer.data.cards],
            "bills": bill_rows(bills, viewer, place),
            "savings": savings_of(value, viewer, place),
            "opened": place.query.get("open", ""),
        }

    class Meta:
        icon = "form"
        label = _("Card on file")
        group = _("Account")
        description = _(
            "The cards a customer pays with: add, replace, remove, and pay what is owed."
        )
        template = "portal_blocks/card_on_file.html"
        preview_value = {
            "heading": "Your card",
            "allow_update": True,
            "allow_remove": True,
            "allow_pay": True,
        }
