"""A customer's place in a club, as a card: the club, their number, since when, how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal_blocks.base import Place, PortalBlock
from portal_blocks.membership_card.cards import cards_of
from portal_blocks.membership_card.states import STATES
from portal_blocks.states import State
from portal_blocks.viewer import Viewer


class MembershipCardBlock(PortalBlock):
    """In a membership portal the card of its club, elsewhere one for each club."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=100, required=False)
    show_number = blocks.BooleanBlock(
        label=_("Show the member number"), default=True, required=False
    )
    show_since = blocks.BooleanBlock(label=_("Show since when"), default=True, required=False)

    states: ClassVar[Mapping[str, State]] = STATES

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return the viewer's cards, and where to join for whoever has none."""
        return {"cards": cards_of(viewer), "join_url": viewer.portal.join_url}

    class Meta:
        icon = "key"
        label = _("Membership card")
        group = _("Account")
        description = _("The club, the member number, and since when.")
        template = "portal_blocks/membership_card.html"
        preview_value = {"show_number": True, "show_since": True}
