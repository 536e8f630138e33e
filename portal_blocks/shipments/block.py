"""A customer's parcels: what is on its way, what comes next, what arrived."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from billing.parcels import ParcelPage
from portal_blocks.base import Place, PortalBlock, leads_somewhere
from portal_blocks.shipments.rows import arrived_row, under_way_row
from portal_blocks.shipments.states import STATES
from portal_blocks.shipments.upcoming import next_parcels
from portal_blocks.states import State
from portal_blocks.viewer import Viewer

NOTHING = ParcelPage([], "")


class ShipmentsBlock(PortalBlock):
    """Parcels of all orders, whatever system sent them; what arrived is listed by key."""

    heading = blocks.CharBlock(
        label=_("Heading"), default=_("Your parcels"), max_length=100, required=False
    )
    show_upcoming = blocks.BooleanBlock(
        label=_("Show what comes next"),
        help_text=_("From the next charge of each subscription. Off for what is never sent."),
        default=True,
        required=False,
    )
    show_arrived = blocks.BooleanBlock(
        label=_("Show earlier parcels"), default=True, required=False
    )
    page_size = blocks.IntegerBlock(
        label=_("Earlier parcels at once"), default=5, min_value=3, max_value=50
    )
    orders_page = blocks.PageChooserBlock(
        label=_("Page with the order history"),
        help_text=_("Each parcel then leads to its order."),
        required=False,
    )

    states: ClassVar[Mapping[str, State]] = STATES

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return the parcels. Two queries, and one for subscriptions that all blocks share."""
        now, parameter = viewer.subject.now, f"parcels-{place.block_id[:8]}"
        after, past = "", NOTHING
        if value.get("show_arrived"):
            after = place.query.get(parameter, "")
            past = viewer.data.parcels_that_came(now, after=after, limit=value["page_size"])
        orders_url = _orders_url(value, viewer)
        under_way = viewer.data.parcels_under_way(now)
        upcoming = next_parcels(viewer) if value.get("show_upcoming") else []
        return {
            "under_way": [under_way_row(one, orders_url, viewer) for one in under_way],
            "upcoming": upcoming,
            "arrived": [arrived_row(one, orders_url, viewer) for one in past.parcels],
            "is_empty": not (under_way or upcoming or past.parcels or after),
            "older_url": place.asked_anew({parameter: past.next_cursor})
            if past.next_cursor
            else "",
            "newest_url": place.asked_anew({parameter: ""}) if after else "",
        }

    class Meta:
        icon = "upload"
        label = _("Shipments")
        group = _("Account")
        description = _("Parcels on their way, the next ones to come, and those that arrived.")
        template = "portal_blocks/shipments.html"
        preview_value = {
            "heading": "Your parcels",
            "show_upcoming": True,
            "show_arrived": True,
            "page_size": 3,
        }


def _orders_url(value: Mapping[str, Any], viewer: Viewer) -> str:
    """The page below which each order has its own; empty where it leads this viewer nowhere."""
    page = value.get("orders_page")
    if page is None or not (page.live and leads_somewhere(page.pk, viewer)):
        return ""
    return str(page.get_url() or "")
