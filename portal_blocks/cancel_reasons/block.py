"""Asks why somebody wants to cancel, and leads on by what they say. They need not say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from billing.actions.cancel import Reason
from portal_blocks.base import BlockAction, Place
from portal_blocks.cancel_reasons.asking import choose, reasons_of
from portal_blocks.cancel_reasons.states import STATES
from portal_blocks.leaving.flow import (
    FlowBlock,
    Told,
    keep_label,
    keep_page,
    next_page,
    one_text,
)
from portal_blocks.leaving.presses import keep
from portal_blocks.leaving.way import way_of
from portal_blocks.states import State
from portal_blocks.viewer import Viewer


class ReasonBlock(blocks.StructBlock):
    """One reason in the merchant's words."""

    words = blocks.CharBlock(label=_("Reason"), max_length=120)
    means = blocks.ChoiceBlock(
        label=_("Counted by Stripe as"), choices=Reason.choices, default=Reason.OTHER
    )
    key = blocks.RegexBlock(
        r"^[a-z0-9-]{1,60}$",
        label=_("Short name"),
        required=False,
        help_text=_(
            "For reports, and for offers that are for some reasons only. Small letters, digits "
            "and hyphens. Leave empty for one made of the words."
        ),
    )
    next = next_page(help_text=_("Leave empty for the next page of all reasons."))

    class Meta:
        icon = "comment"
        label = _("Reason")


class CancelReasonsBlock(FlowBlock):
    """The merchant's reasons, one to choose, and a few words if they like."""

    heading = blocks.CharBlock(
        label=_("Heading"), default=_("Why do you want to cancel?"), max_length=100
    )
    words = blocks.CharBlock(
        label=_("What is said below it"),
        default=_("It helps us. You need not say."),
        max_length=200,
        required=False,
    )
    reasons = blocks.ListBlock(ReasonBlock(), label=_("Reasons"), min_num=1, max_num=12)
    ask_comment = blocks.BooleanBlock(label=_("Ask for a few words"), default=True, required=False)
    button = blocks.CharBlock(
        label=_("Words on the button"), default=_("Go on to cancel"), max_length=60
    )
    next = next_page(_("Next page of all reasons"))
    keep_label = keep_label()
    keep_page = keep_page()

    actions: ClassVar[Mapping[str, BlockAction]] = {
        "choose": BlockAction(choose),
        "keep": BlockAction(keep),
    }
    states: ClassVar[Mapping[str, State]] = STATES

    def clean(self, value: Any) -> Any:
        """Refuse two reasons of one name: reports could not tell them apart."""
        cleaned = super().clean(value)
        names = [one.key for one in reasons_of(cleaned)]
        if len(set(names)) < len(names):
            fault = ValidationError(_("Two reasons have the same short name."))
            raise blocks.StructBlockValidationError(block_errors={"reasons": fault})
        return cleaned

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return the reasons, and what was chosen in this try, for who comes back."""
        way = way_of(value, viewer, place)
        leaving = viewer.data.leaving(way.subscription) if way.subscription else None
        is_open = leaving is not None and not leaving.end
        return {
            "way": way,
            "reasons": reasons_of(value),
            "chosen": leaving.reason if leaving is not None and is_open else "",
            "comment": leaving.comment if leaving is not None and is_open else "",
            "choose_url": place.action_url("choose"),
            "keep_url": place.action_url("keep"),
        }

    def told(self, value: Any, viewer: Viewer, place: Place) -> Told:
        """Return the question and the reasons."""
        if not way_of(value, viewer, place).is_ready:
            return Told()
        reasons = [one.words for one in reasons_of(value)]
        buttons = [value["button"], value["keep_label"]]
        return Told(one_text(value["heading"], value["words"], *reasons, *buttons))

    class Meta:
        icon = "comment"
        label = _("Cancel: reasons")
        group = _("Leaving")
        description = _("Asks why somebody wants to cancel, and leads on by what they say.")
        template = "portal_blocks/cancel_reasons.html"
        preview_value = {
            "heading": "Why do you want to cancel?",
            "words": "It helps us. You need not say.",
            "reasons": [
                {"words": "It costs too much", "means": "too_expensive", "key": "price"},
                {"words": "I have too much at home", "means": "unused", "key": "too-much"},
                {"words": "I do not like the taste", "means": "low_quality", "key": "taste"},
                {"words": "Another reason", "means": "other", "key": "other"},
            ],
            "ask_comment": True,
            "button": "Go on to cancel",
            "keep_label": "Keep my subscription",
        }
