"""Running text: paragraphs, lists, links."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal_blocks.base import PortalBlock

FEATURES = ["h3", "h4", "bold", "italic", "link", "document-link", "ol", "ul", "hr"]


class RichTextBlock(PortalBlock):
    """Text a merchant writes."""

    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        group = _("Content")
        description = _("Paragraphs, lists and links.")
        template = "portal_blocks/rich_text.html"
        preview_value = {"text": "<p>Roasted on Tuesday, on its way on Wednesday.</p>"}
