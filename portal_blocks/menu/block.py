"""Ways to other pages, chosen one by one or all below one; each viewer finds what is for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from portal_blocks.base import Place, PortalBlock
from portal_blocks.either import is_one_of_two
from portal_blocks.menu.states import SAMPLE, STATES
from portal_blocks.menu.ways import ways
from portal_blocks.states import State
from portal_blocks.viewer import Viewer

LOOKS = [("list", _("A list")), ("cards", _("Cards beside each other"))]


class WayBlock(blocks.StructBlock):
    """One way: to a page, or to an address."""

    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    address = blocks.URLBlock(label=_("Or an address elsewhere"), required=False)
    label = blocks.CharBlock(
        label=_("Words"),
        max_length=80,
        required=False,
        help_text=_("Empty: the title of the page."),
    )
    text = blocks.CharBlock(label=_("A line about it"), max_length=160, required=False)

    def clean(self, value: Any) -> Any:
        """Refuse a way that leads nowhere or to two places, and an address without words."""
        cleaned = super().clean(value)
        faults: dict[str, Any] = {}
        if not is_one_of_two(self, cleaned["page"], cleaned["address"]):
            faults["page"] = _("Choose a page, or give an address: one of the two.")
        elif cleaned["address"] and not (cleaned["label"] or self.is_deferred_validation):
            faults["label"] = _("An address needs words.")
        if faults:
            errors = {name: ErrorList([ValidationError(text)]) for name, text in faults.items()}
            raise StructBlockValidationError(block_errors=errors)
        return cleaned

    class Meta:
        label = _("Link")


class MenuBlock(PortalBlock):
    """Gone for whoever may go nowhere by it."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=100, required=False)
    links = blocks.ListBlock(WayBlock(), label=_("Links"), default=[])
    below = blocks.PageChooserBlock(
        label=_("All pages below"),
        required=False,
        help_text=_(
            "Those right below this page, in their order; customers see those that they may open."
        ),
    )
    look = blocks.ChoiceBlock(label=_("Look"), choices=LOOKS, default="list")

    states: ClassVar[Mapping[str, State]] = STATES

    def clean(self, value: Any) -> Any:
        """Refuse a menu of nothing."""
        cleaned = super().clean(value)
        if not (cleaned["links"] or cleaned["below"] or self.is_deferred_validation):
            fault = ValidationError(_("Add a link above, or choose a page here."))
            raise StructBlockValidationError(block_errors={"below": fault})
        return cleaned

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return the ways there are for this viewer."""
        return {"ways": ways(value, viewer, place)}

    class Meta:
        icon = "list-ul"
        label = _("Menu")
        group = _("Content")
        description = _("Links to other pages; customers see only those that they may open.")
        template = "portal_blocks/menu.html"
        preview_value = SAMPLE
