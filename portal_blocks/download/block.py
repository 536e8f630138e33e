"""A document of the library, with kind and size. Gone where the document is not for the viewer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from access_rules.presets import preset_of
from portal_blocks.base import Place, PortalBlock
from portal_blocks.download.states import GUIDE, STATES
from portal_blocks.states import State
from portal_blocks.viewer import Viewer


class DownloadBlock(PortalBlock):
    """Leads through the gate: who is not to have the document is refused at its address too."""

    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(
        label=_("Title"),
        max_length=120,
        required=False,
        help_text=_("Empty: the title that the document has in the library."),
    )
    text = blocks.CharBlock(label=_("What is in it"), max_length=250, required=False)

    same_for_all: ClassVar[bool] = True
    states: ClassVar[Mapping[str, State]] = STATES

    def is_for(self, value: Mapping[str, Any], viewer: Viewer | None) -> bool:
        """Whether both the block and its document are for this viewer."""
        if viewer is None or not super().is_for(value, viewer):
            return False
        document = value.get("document")
        return document is not None and document.is_for(viewer.subject)

    def says_the_same_to_all(self, value: Mapping[str, Any]) -> bool:
        """A document has a rule of its own."""
        document = value.get("document")
        is_open = document is None or preset_of(document.visibility) == "everyone"
        return is_open and super().says_the_same_to_all(value)

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return what the document is, and where."""
        document = value["document"]
        size = document.get_file_size()
        return {
            "title": value.get("title") or document.title,
            "url": document.url,
            "kind": document.file_extension.upper(),
            "size": filesizeformat(size) if size else "",
        }

    class Meta:
        icon = "download"
        label = _("Download")
        group = _("Content")
        description = _("A document to download; its own rule says who may have it.")
        template = "portal_blocks/download.html"
        preview_value = {"document": GUIDE, "text": "Water, grind and time for every method."}
