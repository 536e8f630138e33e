"""What a customer bought, newest first, and each order on a page of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal_blocks.base import BlockAction, BlockView, Place, PortalBlock
from portal_blocks.order_history import again_page, documents
from portal_blocks.order_history.documents import links_of, load_document, order_in
from portal_blocks.order_history.rows import is_on_its_way, order_row, refund_line, status_of
from portal_blocks.viewer import Viewer

VIEW = "order"


def load_order(
    value: Mapping[str, Any], viewer: Viewer, place: Place, key: str
) -> dict[str, Any] | None:
    """Return one order of the viewer's own; None for anybody else's, as if there were none."""
    order = order_in(viewer, key)
    if order is None:
        return None
    label, tone = status_of(order)
    return {
        "order": order,
        "title": _("Order %(number)s") % {"number": order.number},
        "status_label": label,
        "status_tone": tone,
        "is_on_its_way": is_on_its_way(order),
        "refunds": [refund_line(one, order, viewer) for one in order.refunds.all()],
        "documents": links_of(order, place),
        "again_url": again_page.again_url(order, value, place),
        "back_url": place.page_url,
    }


class OrderHistoryBlock(PortalBlock):
    """All orders, whatever system they came from. Pages by key: the last page costs the first."""

    heading = blocks.CharBlock(
        label=_("Heading"), default=_("Your orders"), max_length=100, required=False
    )
    page_size = blocks.IntegerBlock(
        label=_("Orders at once"), default=20, min_value=3, max_value=50
    )
    allow_again = blocks.BooleanBlock(
        label=_("May order again"),
        help_text=_("Where all that was bought is still sold, at the prices of today."),
        default=True,
        required=False,
    )

    parts: ClassVar[tuple[str, ...]] = ("agreement",)
    actions: ClassVar[Mapping[str, BlockAction]] = {
        "again": BlockAction(again_page.press_again, switch="allow_again"),
    }
    views: ClassVar[Mapping[str, BlockView]] = {
        VIEW: BlockView("portal_blocks/order_detail.html", load_order),
        again_page.VIEW: BlockView("portal_blocks/order_again.html", again_page.load_again),
        documents.VIEW: BlockView("portal/message.html", load_document),
    }

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return one page of rows, and the addresses of the pages beside it."""
        parameter = f"after-{place.block_id[:8]}"
        after = place.query.get(parameter, "")
        page = viewer.data.orders(after=after, limit=value["page_size"])
        return {
            "rows": [order_row(o, place.view_url(VIEW, o.pk), viewer) for o in page.orders],
            "older_url": _url(place, parameter, page.next_cursor) if page.next_cursor else "",
            "newest_url": _url(place, parameter, "") if after else "",
        }

    class Meta:
        icon = "list-ul"
        label = _("Order history")
        group = _("Account")
        description = _("All orders of the customer, newest first, with a page for each.")
        template = "portal_blocks/order_history.html"
        preview_value = {"heading": "Your orders", "page_size": 3}


def _url(place: Place, parameter: str, cursor: str) -> str:
    """The same page with this list elsewhere; another list on it stays where it is."""
    query = place.query.copy()
    query.pop(parameter, None)
    if cursor:
        query[parameter] = cursor
    asked = f"?{query.urlencode()}" if query else ""
    return f"{place.page_url}{asked}#block-{place.block_id}"
