"""How customers reach somebody: e-mail, phone and hours, the portal's or the block's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal_blocks.base import Place, PortalBlock
from portal_blocks.dialling import dial_url
from portal_blocks.states import State
from portal_blocks.support_contact.states import STATES
from portal_blocks.viewer import Viewer


class SupportContactBlock(PortalBlock):
    """What is left empty is taken from the portal's settings; with nothing in either it is gone."""

    heading = blocks.CharBlock(
        label=_("Heading"), default=_("We are here to help"), max_length=100, required=False
    )
    text = blocks.TextBlock(label=_("Text"), max_length=400, required=False, rows=2)
    email = blocks.EmailBlock(
        label=_("E-mail address"),
        required=False,
        help_text=_("This and what follows: empty for that of the portal's settings."),
    )
    phone = blocks.CharBlock(label=_("Phone number"), max_length=40, required=False)
    hours = blocks.CharBlock(label=_("When somebody answers"), max_length=200, required=False)

    states: ClassVar[Mapping[str, State]] = STATES

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return the ways there are, each empty where there is none."""
        portal = viewer.portal
        phone = value.get("phone") or portal.support_phone
        return {
            "email": value.get("email") or portal.support_email,
            "phone": phone,
            "phone_url": dial_url(phone),
            "hours": value.get("hours") or portal.support_hours,
        }

    class Meta:
        icon = "mail"
        label = _("Contact")
        group = _("Content")
        description = _("E-mail, phone and hours, from the portal's settings.")
        template = "portal_blocks/support_contact.html"
        preview_value = {
            "heading": "We are here to help",
            "text": "Write to us about anything: we answer within a day.",
            "email": "help@example.com",
            "phone": "+44 20 7946 0018",
            "hours": "Monday to Friday, 9 to 17",
        }
