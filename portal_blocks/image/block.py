"""A picture with what it shows in words."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from access_rules.presets import preset_of
from portal_blocks.base import Place, PortalBlock
from portal_blocks.image.states import SAMPLE, STATES
from portal_blocks.states import State
from portal_blocks.viewer import Viewer


class ImageBlock(PortalBlock):
    """A picture. Without words for it, it counts as decoration and is not read out."""

    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("What it shows"),
        required=False,
        max_length=200,
        help_text=_("Read out to people who cannot see it. Leave empty for mere decoration."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)

    same_for_all: ClassVar[bool] = True
    states: ClassVar[Mapping[str, State]] = STATES

    def is_for(self, value: Mapping[str, Any], viewer: Viewer | None) -> bool:
        """Whether both the block and its picture are for this viewer."""
        if viewer is None or not super().is_for(value, viewer):
            return False
        picture = value.get("image")
        return picture is None or picture.is_for(viewer.subject)

    def says_the_same_to_all(self, value: Mapping[str, Any]) -> bool:
        """A picture may have a rule of its own."""
        picture = value.get("image")
        is_open = picture is None or preset_of(picture.visibility) == "everyone"
        return is_open and super().says_the_same_to_all(value)

    def drawn_by(self, value: Mapping[str, Any], viewer: Viewer, place: Place) -> Hashable | None:
        """Nothing but what is stored."""
        return ()

    class Meta:
        icon = "image"
        label = _("Picture")
        group = _("Content")
        description = _("A picture with an optional caption.")
        template = "portal_blocks/image.html"
        preview_value = SAMPLE
