"""A customer's own say about their data: what they agree to, a copy of it, having it erased."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal_blocks.base import BlockAction, Place, PortalBlock
from portal_blocks.privacy import actions
from portal_blocks.privacy.rows import copy_row, erase_row, question_rows
from portal_blocks.privacy.states import STATES
from portal_blocks.states import State
from portal_blocks.viewer import Viewer


class QuestionBlock(blocks.StructBlock):
    """One thing a customer may agree to."""

    key = blocks.RegexBlock(
        label=_("Key"),
        regex=r"^[a-z][a-z0-9_-]{0,59}$",
        help_text=_("Yours, such as “news”. Answers are kept under it: never change it."),
        error_messages={"invalid": _("Use small letters, digits, - and _, a letter first.")},
    )
    words = blocks.CharBlock(label=_("What they agree to"), max_length=200)
    more = blocks.TextBlock(label=_("Explained"), required=False, max_length=1000)

    class Meta:
        icon = "tick"
        label = _("Question")


class PrivacyBlock(PortalBlock):
    """Questions with a switch each, and the two rights everybody has: a copy, and to be erased."""

    heading = blocks.CharBlock(
        label=_("Heading"), default=_("Your data"), max_length=100, required=False
    )
    questions = blocks.ListBlock(QuestionBlock(), label=_("Questions"), default=[])
    allow_copy = blocks.BooleanBlock(
        label=_("May get a copy of their data"), default=True, required=False
    )
    allow_erase = blocks.BooleanBlock(
        label=_("May ask to have their data erased"), default=True, required=False
    )

    actions: ClassVar[Mapping[str, BlockAction]] = {
        "agree": BlockAction(actions.agree),
        "copy": BlockAction(actions.copy, switch="allow_copy"),
        "erase": BlockAction(actions.erase, switch="allow_erase"),
        "keep": BlockAction(actions.keep, switch="allow_erase"),
    }
    states: ClassVar[Mapping[str, State]] = STATES

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return the questions with their answers, and how the requests stand."""
        return {
            "questions": question_rows(value, viewer),
            "copy": copy_row(value, viewer),
            "erase": erase_row(value, viewer),
            "opened": place.query.get("open", ""),
            "urls": {name: place.action_url(name) for name in self.actions},
        }

    class Meta:
        icon = "lock"
        label = _("Consent and privacy")
        group = _("Account")
        description = _("What customers agree to, a copy of their data, and having it erased.")
        template = "portal_blocks/privacy.html"
        preview_value = {
            "heading": "Your data",
            "questions": [
                {
                    "key": "news",
                    "words": "Send me news of new coffees",
                    "more": "About once a month, by e-mail.",
                }
            ],
            "allow_copy": True,
            "allow_erase": True,
        }
