"""Running text: paragraphs, lists, links."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText

from portal_blocks.base import Place, PortalBlock
from portal_blocks.rich_text.states import STATES
from portal_blocks.states import State
from portal_blocks.text_links import links_for
from portal_blocks.viewer import Viewer

FEATURES = ["h3", "h4", "bold", "italic", "link", "document-link", "ol", "ul", "hr"]


class RichTextBlock(PortalBlock):
    """Text a merchant writes."""

    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)

    same_for_all: ClassVar[bool] = True
    states: ClassVar[Mapping[str, State]] = STATES

    def drawn_by(self, value: Mapping[str, Any], viewer: Viewer, place: Place) -> Hashable | None:
        """Which of its links are for the viewer. Where they lead to is part of the drawing."""
        return links_for(viewer, value["text"].source)

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return the text, without links that are not for this viewer."""
        return {"text": RichText(links_for(viewer, value["text"].source))}

    def says_the_same_to_all(self, value: Mapping[str, Any]) -> bool:
        """A document that is linked has a rule of its own."""
        names_document = 'linktype="document"' in value["text"].source
        return not names_document and super().says_the_same_to_all(value)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        group = _("Content")
        description = _("Paragraphs, lists and links.")
        template = "portal_blocks/rich_text.html"
        preview_value = {"text": "<p>Roasted on Tuesday, on its way on Wednesday.</p>"}
