"""Something to buy: with the card on file by one button, or with a new card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from portal_blocks.base import BlockAction, Place, PortalBlock
from portal_blocks.offer.actions import buy, finish
from portal_blocks.offer.choices import SAMPLE, price_choices
from portal_blocks.offer.shown import offer_shown
from portal_blocks.viewer import Viewer


class OfferBlock(PortalBlock):
    """A product at its price. What it costs in all is said before the button."""

    price = blocks.ChoiceBlock(
        label=_("Price"),
        choices=price_choices,
        help_text=_("What is sold here. Prices come from Stripe."),
    )
    title = blocks.CharBlock(
        label=_("Title"),
        required=False,
        max_length=120,
        help_text=_("Leave empty for the product's own name."),
    )
    words = blocks.RichTextBlock(
        label=_("What is said about it"), required=False, features=["bold", "italic", "link", "ul"]
    )
    picture = ImageChooserBlock(
        label=_("Picture"),
        required=False,
        help_text=_("Leave empty for the product's own picture."),
    )
    button = blocks.CharBlock(label=_("Words on the button"), required=False, max_length=40)
    most = blocks.IntegerBlock(
        label=_("Most at once"), default=1, min_value=1, max_value=99, required=False
    )
    once = blocks.BooleanBlock(label=_("Sold once to each customer"), default=False, required=False)
    allow_new_card = blocks.BooleanBlock(
        label=_("May pay with a new card"), default=True, required=False
    )
    approved = blocks.PageChooserBlock(
        label=_("Page after buying"),
        required=False,
        help_text=_("Leave empty to stay on this page."),
    )
    declined = blocks.PageChooserBlock(
        label=_("Page after a refused card"),
        required=False,
        help_text=_("Leave empty to stay on this page."),
    )

    parts: ClassVar[tuple[str, ...]] = ("paying",)
    actions: ClassVar[Mapping[str, BlockAction]] = {
        "buy": BlockAction(buy),
        "finish": BlockAction(finish),
    }

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return what is offered, and how that stands for this viewer."""
        return {"offer": offer_shown(value, viewer, place)}

    class Meta:
        icon = "shopping-cart"
        label = _("Offer")
        group = _("Account")
        description = _("Something to buy, with the card on file or a new one.")
        template = "portal_blocks/offer.html"
        preview_value = {
            "price": SAMPLE,
            "words": "<p>Steel burrs, forty clicks, a lifetime of mornings.</p>",
            "most": 3,
            "allow_new_card": True,
        }
