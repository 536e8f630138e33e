"""What a customer bought, newest first, and each order on a page of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from billing.order_lists import OrderPage
from portal_blocks.base import BlockAction, BlockView, Place, PortalBlock
from portal_blocks.order_history import again_page, documents, finding
from portal_blocks.order_history.order_page import VIEW, load_order
from portal_blocks.order_history.rows import by_month, order_row
from portal_blocks.order_history.states import STATES
from portal_blocks.states import State
from portal_blocks.viewer import Viewer


class OrderHistoryBlock(PortalBlock):
    """All orders, whatever system they came from. Pages by key: the last page costs the first."""

    heading = blocks.CharBlock(
        label=_("Heading"), default=_("Your orders"), max_length=100, required=False
    )
    page_size = blocks.IntegerBlock(
        label=_("Orders at once"), default=20, min_value=3, max_value=50
    )
    by_month = blocks.BooleanBlock(label=_("Group by month"), default=True, required=False)
    allow_find = blocks.BooleanBlock(
        label=_("May search and filter"),
        help_text=_("Shown to whoever has more orders than are listed at once."),
        default=True,
        required=False,
    )
    allow_again = blocks.BooleanBlock(
        label=_("May order again"),
        help_text=_("What is still sold, at the prices of today."),
        default=True,
        required=False,
    )

    parts: ClassVar[tuple[str, ...]] = ("agreement",)
    actions: ClassVar[Mapping[str, BlockAction]] = {
        "again": BlockAction(again_page.press_again, switch="allow_again"),
    }
    states: ClassVar[Mapping[str, State]] = STATES
    views: ClassVar[Mapping[str, BlockView]] = {
        VIEW: BlockView("portal_blocks/order_detail.html", load_order),
        again_page.VIEW: BlockView(
            "portal_blocks/order_again.html", again_page.load_again, says=True
        ),
        documents.VIEW: BlockView("portal/message.html", documents.load_document),
    }

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return one page of rows, and the addresses of the pages beside it."""
        found = finding.Finding()
        if value.get("allow_find"):
            found = finding.finding_in(place, viewer)
        page = viewer.data.orders(
            after=place.query.get(finding.parameter(place, finding.OLDER), ""),
            before=place.query.get(finding.parameter(place, finding.NEWER), ""),
            limit=value["page_size"],
            sought=found.sought,
        )
        rows = [order_row(one, place.view_url(VIEW, one.pk), viewer) for one in page.orders]
        return {
            "groups": by_month(rows, viewer, is_on=bool(value.get("by_month"))),
            "found": found,
            "form": _form(value, found, page, place=place, viewer=viewer),
            "all_url": finding.list_url(place, find="", show=""),
            **_ways(page, place),
        }

    class Meta:
        icon = "history"
        label = _("Order history")
        group = _("Account")
        description = _("All orders of the customer, newest first, with a page for each.")
        template = "portal_blocks/order_history.html"
        preview_value = {
            "heading": "Your orders",
            "page_size": 3,
            "by_month": False,
            "allow_find": True,
            "allow_again": True,
        }


def _ways(page: OrderPage, place: Place) -> dict[str, str]:
    """The pages beside this one. The newest is named where it is not the newer one anyway."""
    older, newer = page.next_cursor, page.previous_cursor
    is_past_the_end = not page.orders and finding.parameter(place, finding.OLDER) in place.query
    return {
        "older_url": finding.list_url(place, after=older) if older else "",
        "newer_url": finding.list_url(place, before=newer) if newer else "",
        "newest_url": finding.list_url(place) if newer or is_past_the_end else "",
    }


def _form(
    value: Mapping[str, Any],
    found: finding.Finding,
    page: OrderPage,
    *,
    place: Place,
    viewer: Viewer,
) -> finding.FindForm | None:
    """The form, where there is more than one page to find something in."""
    is_long = page.next_cursor or page.previous_cursor or found.said
    if not (value.get("allow_find") and is_long):
        return None
    return finding.find_form(found, finding.oldest_of(page.orders, viewer), place, viewer)
