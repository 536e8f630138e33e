"""The nearest charge over all subscriptions: how much, when, by which card, and for what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal_blocks.base import Place, PortalBlock
from portal_blocks.next_charge.coming import coming
from portal_blocks.next_charge.states import STATES
from portal_blocks.states import State
from portal_blocks.viewer import Viewer


class NextChargeBlock(PortalBlock):
    """One sentence about what is charged next, and what can be done about it."""

    show_things = blocks.BooleanBlock(
        label=_("Show what is in the next parcel"), default=True, required=False
    )
    show_skip = blocks.BooleanBlock(
        label=_("Lead to skipping it"),
        default=True,
        required=False,
        help_text=_("Needs a page with the block for subscriptions, where it may be skipped."),
    )
    show_move = blocks.BooleanBlock(
        label=_("Lead to moving it"),
        default=False,
        required=False,
        help_text=_("Needs a page with the block for subscriptions, where it may be moved."),
    )
    show_manage = blocks.BooleanBlock(
        label=_("Lead to the subscription"),
        default=True,
        required=False,
        help_text=_("Needs a page with the block for subscriptions."),
    )
    hide_without = blocks.BooleanBlock(
        label=_("Show nothing to whoever has no subscription"), default=True, required=False
    )

    states: ClassVar[Mapping[str, State]] = STATES

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return what comes next; None for whoever has nothing, where the merchant says so."""
        if not viewer.data.subscriptions and value.get("hide_without"):
            return {"coming": None}
        leads = {name for name in ("skip", "move", "manage") if value.get(f"show_{name}")}
        return {"coming": coming(viewer, leads)}

    class Meta:
        icon = "calendar-alt"
        label = _("Next charge")
        group = _("Account")
        description = _("How much is charged next, when, by which card, and for what.")
        template = "portal_blocks/next_charge.html"
        preview_value = {
            "show_things": True,
            "show_skip": True,
            "show_move": False,
            "show_manage": True,
            "hide_without": False,
        }
