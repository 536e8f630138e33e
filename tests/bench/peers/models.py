"""A bare Wagtail page: a stream of plain blocks, no rules, no portal."""

from __future__ import annotations

from typing import Any, ClassVar

from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page

from accounts.models import Customer
from tests.bench.peers.commerce import PeerOrder, PeerSubscription
from tests.bench.peers.data import data_of

__all__ = ["BarePage", "PeerOrder", "PeerSubscription"]

DATA_BLOCKS = ("order_history", "subscription_controls", "card_on_file")


class TextBlock(blocks.StructBlock):
    """A heading and a text."""

    heading = blocks.CharBlock()
    text = blocks.RichTextBlock()

    class Meta:
        template = "bench/bare_text.html"


class DataBlock(blocks.StructBlock):
    """Something of the customer's; their data is read once a request, for all such blocks."""

    heading = blocks.CharBlock()

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> Any:
        """Add the data of whom the session names."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        request = context["request"]
        if not hasattr(request, "customer_data"):
            customers = Customer.objects.select_related("account")
            request.customer_data = data_of(customers.get(pk=request.session["customer"]))
        return {**context, **request.customer_data}


class BarePage(Page):
    """What a site made with Wagtail has, before anybody asks who may see what."""

    body = StreamField(
        [
            ("text", TextBlock()),
            *((name, DataBlock(template=f"bench/{name}.html")) for name in DATA_BLOCKS),
        ],
        blank=True,
    )

    template = "bench/bare_page.html"
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page", "peers.BarePage"]

    class Meta:
        app_label = "peers"
