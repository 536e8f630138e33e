"""Offers something in place of cancelling; "no" goes on to cancel, and is never hidden."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from billing.leaving import is_just_saved
from portal_blocks.base import BlockAction, Place
from portal_blocks.cancel_offer import taking
from portal_blocks.cancel_offer.choices import PriceBlock, price_choices
from portal_blocks.cancel_offer.kinds import (
    DISCOUNT,
    KINDS,
    PAUSE,
    SAMPLE,
    SWAP,
    Case,
    Proposal,
    proposal_of,
)
from portal_blocks.cancel_offer.states import STATES
from portal_blocks.leaving.flow import (
    FlowBlock,
    Told,
    keep_label,
    keep_page,
    next_page,
    one_text,
    plain,
)
from portal_blocks.leaving.presses import keep
from portal_blocks.leaving.way import Way, next_url, way_of
from portal_blocks.states import State
from portal_blocks.viewer import Viewer

_OFFERED = ["weeks", "code", "price", "page", "address"]
_ONWARD, _BACK = ["decline", "next"], ["keep_label", "keep_page"]


class CancelOfferBlock(FlowBlock):
    """A pause, a skip, a discount, another price, or a word with somebody."""

    offer = blocks.ChoiceBlock(label=_("What is offered"), choices=KINDS, default=PAUSE)
    heading = blocks.CharBlock(
        label=_("Heading"),
        required=False,
        max_length=120,
        help_text=_("Leave empty for words that say what is offered."),
    )
    words = blocks.RichTextBlock(
        label=_("What is said about it"), required=False, features=["bold", "italic", "ul"]
    )
    button = blocks.CharBlock(
        label=_("Words on the button"),
        required=False,
        max_length=60,
        help_text=_("Leave empty for words that say what happens."),
    )
    weeks = blocks.IntegerBlock(
        label=_("A pause: weeks"), default=4, min_value=1, max_value=52, required=False
    )
    code = blocks.CharBlock(
        label=_("A discount: promotion code"),
        max_length=100,
        required=False,
        help_text=_("One that Stripe knows. Each customer gets it once by such an offer."),
    )
    price = PriceBlock(label=_("Another price: which"), choices=price_choices, required=False)
    page = blocks.PageChooserBlock(label=_("Talk to us: page"), required=False)
    address = blocks.URLBlock(
        label=_("Talk to us: or an address elsewhere"),
        required=False,
        help_text=_("Both empty: an e-mail to the address in the portal's settings."),
    )
    for_reasons = blocks.ListBlock(
        blocks.CharBlock(max_length=60),
        label=_("Only for the reasons"),
        required=False,
        default=[],
        help_text=_("Short names, as in the block with the reasons. None: whatever the reason."),
    )
    decline = blocks.CharBlock(
        label=_("Words that go on to cancel"), default=_("No, go on to cancel"), max_length=60
    )
    next = next_page(_("Next page, for whoever says no"))
    keep_label = keep_label()
    keep_page = keep_page()

    actions: ClassVar[Mapping[str, BlockAction]] = {
        "accept": BlockAction(taking.accept),
        "decline": BlockAction(taking.decline),
        "keep": BlockAction(keep),
        "restart": BlockAction(taking.restart),
        "undo": BlockAction(taking.undo),
    }
    states: ClassVar[Mapping[str, State]] = STATES

    def clean(self, value: Any) -> Any:
        """Refuse a discount without its code and a swap without its price."""
        cleaned = super().clean(value)
        needed = {DISCOUNT: "code", SWAP: "price"}.get(cleaned["offer"])
        if needed and not (cleaned.get(needed) or self.is_deferred_validation):
            fault = ValidationError(_("Say which one is offered."))
            raise blocks.StructBlockValidationError(block_errors={needed: fault})
        return cleaned

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return what is offered; None where it does not fit, or has just been taken."""
        way = way_of(value, viewer, place)
        is_taken = self._is_taken(way, viewer, place)
        return {
            "way": way,
            "is_taken": is_taken,
            "proposal": None if is_taken else self._proposal(value, viewer, way),
            "operation_id": uuid.uuid4(),
            "accept_url": place.action_url("accept"),
            "decline_url": place.action_url("decline"),
            "keep_url": place.action_url("keep"),
        }

    def told(self, value: Any, viewer: Viewer, place: Place) -> Told:
        """Return the offer; a page with none to make leads on."""
        way = way_of(value, viewer, place)
        if not way.is_ready or way.subscription is None or self._is_taken(way, viewer, place):
            return Told()
        found = self._proposal(value, viewer, way)
        if found is None:
            onward = next_url(value.get("next"), viewer, way.subscription)
            return Told(holds=False, onward=onward)
        said = [value["heading"] or found.title, plain(value["words"]), *found.sentences]
        buttons = [value["button"] or found.button, value["decline"], value["keep_label"]]
        return Told(one_text(*said, *buttons))

    def _proposal(self, value: Any, viewer: Viewer, way: Way) -> Proposal | None:
        if not way.is_ready or way.subscription is None:
            return None
        return proposal_of(Case(value, viewer, way.subscription))

    def _is_taken(self, way: Way, viewer: Viewer, place: Place) -> bool:
        leaving = viewer.data.leaving(way.subscription) if way.subscription else None
        return is_just_saved(leaving, place.block_id, now=viewer.subject.now)

    class Meta:
        icon = "tag"
        label = _("Cancel: offer")
        group = _("Leaving")
        description = _("Offers something in place of cancelling; a no goes on to cancel.")
        template = "portal_blocks/cancel_offer.html"
        form_layout = [
            *("offer", "heading", "words", "button"),
            blocks.BlockGroup(_OFFERED, heading=_("More about what is offered"), icon="cog"),
            "for_reasons",
            blocks.BlockGroup(_ONWARD, heading=_("If they say no"), icon="cross"),
            blocks.BlockGroup(
                _BACK, heading=_("If they stay"), icon="check", classname="collapsed"
            ),
        ]
        preview_value = {
            "offer": PAUSE,
            "weeks": 4,
            "words": "<p>Too much coffee on the shelf? Let it run out first.</p>",
            "price": SAMPLE,
            "decline": "No, go on to cancel",
            "keep_label": "Keep my subscription",
        }
