"""The base of the blocks of a cancel flow: what each of them tells the proof, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal_blocks.base import BlockAction, Place, PortalBlock
from portal_blocks.leaving.presses import keep
from portal_blocks.viewer import Viewer

KEYS = frozenset({"cancel_confirm", "cancel_offer", "cancel_reasons"})
"""The blocks that a cancel flow is made of."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a block of the flow shows, in one text; empty where it shows nothing to be kept.

    `holds`: the page is worth stopping at because of it. `onward` is where a page leads that no
    block of it holds; empty: nowhere.
    """

    words: str = ""
    holds: bool = True
    onward: str = ""


class FlowBlock(PortalBlock):
    """A block of a cancel flow."""

    parts: ClassVar[tuple[str, ...]] = ("leaving",)
    actions: ClassVar[Mapping[str, BlockAction]] = {"keep": BlockAction(keep)}

    def told(self, value: Any, viewer: Viewer, place: Place) -> Told:
        """Return what is shown to the viewer, for the proof. Override."""
        raise NotImplementedError


def one_text(*lines: Any) -> str:
    """Return what is shown as one text, without what is empty."""
    return "\n".join(str(line) for line in lines if line)


def plain(words: Any) -> str:
    """Return the merchant's words without their markup, a paragraph a line."""
    return strip_tags(words.source.replace("</p>", "\n")).strip() if words else ""


def keep_label() -> blocks.CharBlock:
    """Return the setting of the words on the way back."""
    return blocks.CharBlock(
        label=_("Words on the button that keeps it"),
        default=_("Keep my subscription"),
        max_length=60,
    )


def keep_page() -> blocks.PageChooserBlock:
    """Return the setting of the page that the way back leads to."""
    return blocks.PageChooserBlock(
        label=_("Page after keeping it"),
        required=False,
        help_text=_("Leave empty for the subscription itself."),
    )


def next_page(label: Any = None, help_text: Any = "") -> blocks.PageChooserBlock:
    """Return the setting of the page that comes next."""
    return blocks.PageChooserBlock(
        label=label or _("Next page"), required=False, help_text=help_text
    )
