"""The way out when a payment failed: shown to whoever owes something, and to nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal_blocks.base import BlockAction, Place, PortalBlock
from portal_blocks.past_due.rescue import heading_of, retried, troubles_of
from portal_blocks.past_due.states import STATES
from portal_blocks.paying import presses
from portal_blocks.paying.bills import said_at
from portal_blocks.paying.saving import savings_of
from portal_blocks.states import State
from portal_blocks.viewer import Viewer


class PastDueBlock(PortalBlock):
    """What failed, why, when it is tried again, and one main action."""

    heading = blocks.CharBlock(
        label=_("Heading"),
        max_length=100,
        required=False,
        help_text=_("Leave empty for words that fit what happened."),
    )
    allow_update = blocks.BooleanBlock(
        label=_("May pay with a new card"), default=True, required=False
    )
    allow_pay = blocks.BooleanBlock(
        label=_("May try a card on file again"), default=True, required=False
    )

    parts: ClassVar[tuple[str, ...]] = ("paying",)
    states: ClassVar[Mapping[str, State]] = STATES
    preview_persona: ClassVar[str] = "past_due"
    actions: ClassVar[Mapping[str, BlockAction]] = {
        "begin": BlockAction(presses.begin, switch="allow_update"),
        "finish": BlockAction(presses.finish),
        "hosted": BlockAction(presses.hosted, switch="allow_pay"),
        "pay": BlockAction(presses.pay, switch="allow_pay"),
    }

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return what failed, and the forms to mend it; nothing where nothing is owed.

        `opened` is what a link from elsewhere wants to be open: "card" or "pay".
        """
        troubles = troubles_of(viewer, place)
        is_failed = any(not one.asks_bank and not one.row.checking for one in troubles)
        savings = savings_of(value, viewer, place, pays_now=True) if is_failed else []
        return {
            "troubles": troubles,
            "title": value.get("heading") or (heading_of(troubles) if troubles else ""),
            "savings": savings,
            "again": retried(troubles) if value.get("allow_pay") else [],
            "opened": place.query.get("open", ""),
            "said_at": said_at(place, [one.row.bill.invoice_id for one in troubles]),
        }

    class Meta:
        icon = "warning"
        label = _("Payment failed")
        group = _("Account")
        description = _("What failed, why, and the way out; shown only while something is owed.")
        template = "portal_blocks/past_due.html"
        preview_value = {"allow_update": True, "allow_pay": True}
