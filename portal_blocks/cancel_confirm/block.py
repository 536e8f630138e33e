"""The end of a cancel flow: what ends when, the button that cancels, and what came of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from billing.models import SubscriptionState
from portal_blocks.base import BlockAction, Place
from portal_blocks.cancel_confirm import ending
from portal_blocks.cancel_confirm.states import STATES
from portal_blocks.leaving.consequence import AT_ONCE, PERIOD_END, consequences
from portal_blocks.leaving.flow import (
    FlowBlock,
    Told,
    keep_label,
    keep_page,
    one_text,
    plain,
)
from portal_blocks.leaving.presses import keep
from portal_blocks.leaving.way import Way, way_of
from portal_blocks.states import State
from portal_blocks.terms.settings import HELD, terms
from portal_blocks.terms.waits import wait_of
from portal_blocks.viewer import Viewer


class CancelConfirmBlock(FlowBlock):
    """What will happen, in sentences of ours; what is lost, in the merchant's; one button each."""

    heading = blocks.CharBlock(
        label=_("Heading"), default=_("Cancel your subscription"), max_length=100
    )
    words = blocks.RichTextBlock(
        label=_("What is said below it"), required=False, features=["bold", "italic", "link", "ul"]
    )
    lost = blocks.ListBlock(
        blocks.CharBlock(max_length=120),
        label=_("What they lose"),
        required=False,
        default=[],
        help_text=_("One thing a line, such as: free shipping."),
    )
    cancel_when = blocks.ChoiceBlock(
        label=_("A cancelled subscription ends"),
        choices=[(PERIOD_END, _("With the time that is paid for")), (AT_ONCE, _("At once"))],
        default=PERIOD_END,
    )
    cancel_terms = terms(_("When they may cancel"), HELD)
    button = blocks.CharBlock(
        label=_("Words on the button"), default=_("Cancel subscription"), max_length=60
    )
    keep_label = keep_label()
    keep_page = keep_page()

    actions: ClassVar[Mapping[str, BlockAction]] = {
        "cancel": BlockAction(ending.cancel),
        "keep": BlockAction(keep),
        "restart": BlockAction(ending.restart),
    }
    states: ClassVar[Mapping[str, State]] = STATES

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return what cancelling means; of what is cancelled and still runs, the way back.

        `waits` says from when it is possible, where the merchant's terms forbid it yet.
        """
        way = way_of(value, viewer, place)
        has_undo = place.said is not None and place.said.undo is not None
        return {
            "way": way,
            "waits": _wait(value, viewer, way),
            "consequences": self._consequences(value, viewer, way),
            "may_come_back": _is_ending(way) and not has_undo,
            "operation_id": uuid.uuid4(),
            "cancel_url": place.action_url("cancel"),
            "keep_url": place.action_url("keep"),
            "restart_url": place.action_url("restart"),
        }

    def told(self, value: Any, viewer: Viewer, place: Place) -> Told:
        """Return what is said before the button."""
        way = way_of(value, viewer, place)
        if not way.is_ready:
            return Told()
        if waits := _wait(value, viewer, way):
            return Told(one_text(value["heading"], waits))
        said = [*self._consequences(value, viewer, way), plain(value["words"]), *value["lost"]]
        return Told(one_text(value["heading"], *said, value["button"], value["keep_label"]))

    def _consequences(self, value: Any, viewer: Viewer, way: Way) -> list[str]:
        if not way.is_ready or way.subscription is None:
            return []
        return consequences(value, viewer, way.subscription)

    class Meta:
        icon = "cross"
        label = _("Cancel: last step")
        group = _("Leaving")
        description = _("Says what ends when, and holds the button that cancels.")
        template = "portal_blocks/cancel_confirm.html"
        preview_value = {
            "heading": "Cancel your subscription",
            "lost": ["Free shipping on every order", "First pick of small lots"],
            "cancel_when": PERIOD_END,
            "button": "Cancel subscription",
            "keep_label": "Keep my subscription",
        }


def _wait(value: Any, viewer: Viewer, way: Way) -> str:
    if not way.is_ready or way.subscription is None:
        return ""
    return wait_of("cancel", way.subscription, viewer, value)


def _is_ending(way: Way) -> bool:
    return way.subscription is not None and way.subscription.state == SubscriptionState.ENDING
