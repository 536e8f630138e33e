"""What somebody says of the shop: their words, who they are, their picture."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from access_rules.presets import preset_of
from portal_blocks.base import Place, PortalBlock
from portal_blocks.states import State
from portal_blocks.testimonial.states import STATES
from portal_blocks.viewer import Viewer


class TestimonialBlock(PortalBlock):
    """A quotation with its source."""

    quote = blocks.TextBlock(label=_("Their words"), max_length=600, rows=4)
    who = blocks.CharBlock(label=_("Who says it"), max_length=100)
    about = blocks.CharBlock(
        label=_("About them"),
        max_length=120,
        required=False,
        help_text=_("Such as where they live, or since when they are a customer."),
    )
    picture = ImageChooserBlock(label=_("Picture of them"), required=False)

    same_for_all: ClassVar[bool] = True
    states: ClassVar[Mapping[str, State]] = STATES

    def drawn_by(self, value: Mapping[str, Any], viewer: Viewer, place: Place) -> Hashable | None:
        """Whether the picture is for the viewer."""
        return self.load(value, viewer, place)["picture"] is not None

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return the picture, if it is for this viewer."""
        picture = value.get("picture")
        return {"picture": picture if picture and picture.is_for(viewer.subject) else None}

    def says_the_same_to_all(self, value: Mapping[str, Any]) -> bool:
        """A picture may have a rule of its own."""
        picture = value.get("picture")
        is_open = picture is None or preset_of(picture.visibility) == "everyone"
        return is_open and super().says_the_same_to_all(value)

    class Meta:
        icon = "openquote"
        label = _("Testimonial")
        group = _("Content")
        description = _("What somebody says, with name and picture.")
        template = "portal_blocks/testimonial.html"
        preview_value = {
            "quote": "I opened the bag and the whole kitchen smelled of it.",
            "who": "Ines Albrecht",
            "about": "Customer since 2021",
        }
