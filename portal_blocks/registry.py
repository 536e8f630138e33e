"""All blocks, by the key they are stored under. Alphabetical; a key never changes."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.utils.module_loading import import_string
from wagtail import blocks

BLOCKS = {
    "account": "portal_blocks.account.block.AccountBlock",
    "button": "portal_blocks.button.block.ButtonBlock",
    "cancel_confirm": "portal_blocks.cancel_confirm.block.CancelConfirmBlock",
    "cancel_offer": "portal_blocks.cancel_offer.block.CancelOfferBlock",
    "cancel_reasons": "portal_blocks.cancel_reasons.block.CancelReasonsBlock",
    "card_on_file": "portal_blocks.card_on_file.block.CardOnFileBlock",
    "columns": "portal_blocks.columns.block.ColumnsBlock",
    "countdown": "portal_blocks.countdown.block.CountdownBlock",
    "details": "portal_blocks.details.block.DetailsBlock",
    "download": "portal_blocks.download.block.DownloadBlock",
    "faq": "portal_blocks.faq.block.FaqBlock",
    "heading": "portal_blocks.heading.block.HeadingBlock",
    "image": "portal_blocks.image.block.ImageBlock",
    "invoices_to_pay": "portal_blocks.invoices_to_pay.block.InvoicesToPayBlock",
    "membership_card": "portal_blocks.membership_card.block.MembershipCardBlock",
    "menu": "portal_blocks.menu.block.MenuBlock",
    "next_charge": "portal_blocks.next_charge.block.NextChargeBlock",
    "offer": "portal_blocks.offer.block.OfferBlock",
    "order_history": "portal_blocks.order_history.block.OrderHistoryBlock",
    "past_due": "portal_blocks.past_due.block.PastDueBlock",
    "privacy": "portal_blocks.privacy.block.PrivacyBlock",
    "rich_text": "portal_blocks.rich_text.block.RichTextBlock",
    "saved_amounts": "portal_blocks.saved_amounts.block.SavedAmountsBlock",
    "shipments": "portal_blocks.shipments.block.ShipmentsBlock",
    "subscription_controls": "portal_blocks.subscription_controls.block.SubscriptionControlsBlock",
    "support_contact": "portal_blocks.support_contact.block.SupportContactBlock",
    "testimonial": "portal_blocks.testimonial.block.TestimonialBlock",
    "video": "portal_blocks.video.block.VideoBlock",
    "welcome": "portal_blocks.welcome.block.WelcomeBlock",
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
