"""Greets whoever looks, by name and time of day or in the merchant's own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from portal_blocks.base import Place, PortalBlock
from portal_blocks.states import State
from portal_blocks.viewer import Viewer
from portal_blocks.welcome.greeting import NAME, greeting, in_own_words
from portal_blocks.welcome.states import STATES


class WelcomeBlock(PortalBlock):
    """Good with a name, and good with none."""

    words = blocks.CharBlock(
        label=_("Own words"),
        max_length=120,
        required=False,
        help_text=_("{name} stands for the first name. Empty: good morning, and the name."),
    )
    without_name = blocks.CharBlock(
        label=_("Own words where no name is known"), max_length=120, required=False
    )
    text = blocks.TextBlock(label=_("A line below"), max_length=300, required=False, rows=2)

    states: ClassVar[Mapping[str, State]] = STATES

    def clean(self, value: Any) -> Any:
        """Refuse words without a name that ask for one."""
        cleaned = super().clean(value)
        if NAME in cleaned["without_name"]:
            fault = ValidationError(_("These are for whoever has no name: leave {name} out."))
            raise StructBlockValidationError(block_errors={"without_name": ErrorList([fault])})
        return cleaned

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return the greeting, at the hour it is in the portal's time zone."""
        name = viewer.name if viewer.signed_in else ""
        own = in_own_words(value.get("words") or "", value.get("without_name") or "", name)
        return {"greeting": own or greeting(name, viewer.subject.now.astimezone(viewer.portal.tz))}

    class Meta:
        icon = "home"
        label = _("Welcome")
        group = _("Content")
        description = _("Greets each customer by first name.")
        template = "portal_blocks/welcome.html"
        preview_value = {"text": "Here is how your coffee stands today."}
