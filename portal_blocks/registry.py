"""All blocks, by the key they are stored under. Alphabetical; a key never changes."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.utils.module_loading import import_string
from wagtail import blocks

BLOCKS = {
    "button": "portal_blocks.button.block.ButtonBlock",
    "card_on_file": "portal_blocks.card_on_file.block.CardOnFileBlock",
    "columns": "portal_blocks.columns.block.ColumnsBlock",
    "heading": "portal_blocks.heading.block.HeadingBlock",
    "image": "portal_blocks.image.block.ImageBlock",
    "membership_card": "portal_blocks.membership_card.block.MembershipCardBlock",
    "offer": "portal_blocks.offer.block.OfferBlock",
    "order_history": "portal_blocks.order_history.block.OrderHistoryBlock",
    "rich_text": "portal_blocks.rich_text.block.RichTextBlock",
    "subscription_controls": "portal_blocks.subscription_controls.block.SubscriptionControlsBlock",
}
CONTAINERS = frozenset({"columns"})
_HERE = Path(__file__).parent


def leaf_blocks() -> list[tuple[str, Any]]:
    """Return the blocks that may stand inside another."""
    return [(key, import_string(path)()) for key, path in BLOCKS.items() if key not in CONTAINERS]


class PortalStream(blocks.StreamBlock):
    """Every block a merchant may put on a page."""

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        every = [(key, import_string(path)()) for key, path in BLOCKS.items()]
        super().__init__(local_blocks or every, **kwargs)


@cache
def asset_of(block: str, kind: str) -> str:
    """Return the static path of a block's `css` or `js`, an empty string if it has none."""
    path = f"portal_blocks/{block}.{kind}"
    return path if (_HERE / block / "static" / path).is_file() else ""
