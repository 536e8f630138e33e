"""A picture with what it shows in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from portal_blocks.base import PortalBlock


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

    class Meta:
        icon = "image"
        label = _("Picture")
        group = _("Content")
        description = _("A picture with an optional caption.")
        template = "portal_blocks/image.html"
