"""A heading between other blocks."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal_blocks.base import Place, PortalBlock
from portal_blocks.heading.states import STATES
from portal_blocks.states import State
from portal_blocks.viewer import Viewer

LEVELS = [("h2", _("Section")), ("h3", _("Part of a section"))]


class HeadingBlock(PortalBlock):
    """A heading; the page's title stands above all of them."""

    text = blocks.CharBlock(label=_("Text"), max_length=150)
    level = blocks.ChoiceBlock(label=_("Level"), choices=LEVELS, default="h2")

    same_for_all: ClassVar[bool] = True
    states: ClassVar[Mapping[str, State]] = STATES

    def drawn_by(self, value: Mapping[str, Any], viewer: Viewer, place: Place) -> Hashable | None:
        """Nothing but what is stored."""
        return ()

    class Meta:
        icon = "title"
        label = _("Heading")
        group = _("Content")
        description = _("Names what comes below it.")
        template = "portal_blocks/heading.html"
        preview_value = {"text": "Your deliveries", "level": "h2"}
