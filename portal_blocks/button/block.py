"""A button that leads to a page of the portal or to another site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from portal_blocks.base import Place, PortalBlock, leads_somewhere
from portal_blocks.button.states import STATES
from portal_blocks.either import is_one_of_two
from portal_blocks.states import State
from portal_blocks.viewer import Viewer

STYLES = [("primary", _("Primary: the one thing to do here")), ("quiet", _("Quiet"))]


class ButtonBlock(PortalBlock):
    """Leads to a page, or to an address."""

    label = blocks.CharBlock(label=_("Words on it"), max_length=60)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    address = blocks.URLBlock(label=_("Or an address elsewhere"), required=False)
    style = blocks.ChoiceBlock(label=_("Style"), choices=STYLES, default="primary")

    same_for_all: ClassVar[bool] = True
    states: ClassVar[Mapping[str, State]] = STATES

    def clean(self, value: Any) -> Any:
        """Refuse a button that leads nowhere, or to two places."""
        cleaned = super().clean(value)
        if not is_one_of_two(self, cleaned["page"], cleaned["address"]):
            fault = ValidationError(_("Choose a page, or give an address: one of the two."))
            raise StructBlockValidationError(block_errors={"page": ErrorList([fault])})
        return cleaned

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return the address, empty if the page is gone or shows this viewer nothing."""
        page = value.get("page")
        if page is not None and not (page.live and leads_somewhere(page.pk, viewer)):
            return {"url": ""}
        url = page.get_url() if page is not None else value.get("address")
        return {"url": url or ""}

    class Meta:
        icon = "link"
        label = _("Button")
        group = _("Content")
        description = _("Leads to a page or to another site.")
        template = "portal_blocks/button.html"
        preview_value = {
            "label": "Choose your next coffee",
            "address": "https://example.com/",
            "style": "primary",
        }
