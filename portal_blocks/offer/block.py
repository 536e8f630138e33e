"""Something to buy: with the card on file by one press, or with a new card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from portal_blocks.base import BlockAction, Place, PortalBlock
from portal_blocks.offer.actions import buy, decline, finish
from portal_blocks.offer.choices import SAMPLE, PriceBlock, price_choices
from portal_blocks.offer.shown import offer_shown
from portal_blocks.offer.states import STATES
from portal_blocks.states import State
from portal_blocks.viewer import Viewer

_FEATURES = ["bold", "italic", "link", "ul"]
_AFTER_NO = ["allow_decline", "after_no", "again_after"]
_SECOND = ["second_price", "second_title", "second_words"]


class OfferBlock(PortalBlock):
    """A product at its price. What it costs in all is said before the button."""

    price = PriceBlock(
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
        label=_("What is said about it"), required=False, features=_FEATURES
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
    allow_decline = blocks.BooleanBlock(
        label=_("May say “no”"),
        default=False,
        required=False,
        help_text=_("A second button, “No, thank you”. Whoever presses it is not asked again."),
    )
    after_no = blocks.PageChooserBlock(
        label=_("Page after a “no”"),
        required=False,
        help_text=_("Leave empty to stay on this page."),
    )
    again_after = blocks.IntegerBlock(
        label=_("Offer it again after so many days"),
        required=False,
        min_value=1,
        max_value=3650,
        help_text=_("Leave empty for never."),
    )
    second_price = PriceBlock(
        label=_("Price after a “no”"),
        choices=price_choices,
        required=False,
        help_text=_("Something smaller that is offered in the same place. Leave empty for none."),
    )
    second_title = blocks.CharBlock(
        label=_("Title of the second offer"), required=False, max_length=120
    )
    second_words = blocks.RichTextBlock(
        label=_("What is said about the second offer"), required=False, features=_FEATURES
    )

    parts: ClassVar[tuple[str, ...]] = ("paying",)
    states: ClassVar[Mapping[str, State]] = STATES
    actions: ClassVar[Mapping[str, BlockAction]] = {
        "buy": BlockAction(buy),
        "decline": BlockAction(decline, switch="allow_decline"),
        "finish": BlockAction(finish),
    }

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return what is offered, and how that stands for this viewer."""
        return {"offer": offer_shown(value, viewer, place)}

    class Meta:
        icon = "pick"
        label = _("Offer")
        group = _("Selling")
        description = _("Something to buy, with the card on file or a new one.")
        template = "portal_blocks/offer.html"
        form_layout = [
            *("price", "title", "words", "picture", "button"),
            *("most", "once", "allow_new_card", "approved", "declined"),
            blocks.BlockGroup(_AFTER_NO, heading=_("If they say no"), icon="cross"),
            blocks.BlockGroup(
                _SECOND, heading=_("A second offer"), icon="pick", classname="collapsed"
            ),
        ]
        preview_value = {
            "price": SAMPLE,
            "words": "<p>Steel burrs, forty clicks, a lifetime of mornings.</p>",
            "most": 1,
            "allow_new_card": True,
        }
