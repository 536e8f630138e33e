"""What a customer says of themselves; a merchant chooses what is seen, and what may be changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from billing.details import BILLING, NAME, PHONE, SHIPPING
from portal_blocks.base import BlockAction, Place, PortalBlock
from portal_blocks.details import presses
from portal_blocks.details.about import EDITABLE, HIDDEN, SHOWN
from portal_blocks.details.groups import groups_of
from portal_blocks.details.states import STATES
from portal_blocks.dialling import dial_url
from portal_blocks.states import State
from portal_blocks.viewer import CUSTOMER, Viewer

_SEEN = [(HIDDEN, _("Not shown")), (SHOWN, _("Shown"))]


@dataclass(frozen=True, slots=True)
class Change(BlockAction):
    """A change of one part, there only where the merchant lets customers change it."""

    part: str = ""

    def is_on(self, value: Mapping[str, Any]) -> bool:
        """Whether customers may change the part on this block."""
        return value.get(self.part) == EDITABLE


def _choice(label: Any, help_text: Any = "") -> blocks.ChoiceBlock:
    choices = [*_SEEN, (EDITABLE, _("Shown, and customers may change it"))]
    return blocks.ChoiceBlock(label=label, choices=choices, default=EDITABLE, help_text=help_text)


class DetailsBlock(PortalBlock):
    """Name, e-mail address, phone, where bills go, where parcels go."""

    heading = blocks.CharBlock(
        label=_("Heading"), default=_("Your details"), max_length=100, required=False
    )
    name = _choice(_("Name"))
    email = blocks.ChoiceBlock(
        label=_("E-mail address"),
        choices=_SEEN,
        default=SHOWN,
        help_text=_("Customers sign in with it, so they cannot change it here."),
    )
    phone = _choice(_("Phone"))
    billing_address = _choice(_("Billing address"), _("It is on invoices, and taxes go by it."))
    shipping_address = _choice(_("Delivery address"))

    parts: ClassVar[tuple[str, ...]] = ("addresses",)
    states: ClassVar[Mapping[str, State]] = STATES
    actions: ClassVar[Mapping[str, BlockAction]] = {
        "billing": Change(presses.billing, part=BILLING),
        "delivery": Change(presses.delivery, part=SHIPPING),
        "name": Change(presses.name, part=NAME),
        "phone": Change(presses.phone, part=PHONE),
        "undo": BlockAction(presses.undo),
    }

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return what is known, group by group, with the forms to change it."""
        by_staff = viewer.actor != CUSTOMER
        return {
            "groups": groups_of(value, viewer, place),
            "by_staff": by_staff,
            "phone_url": dial_url(viewer.portal.support_phone),
        }

    class Meta:
        icon = "user"
        label = _("Your details")
        group = _("Account")
        description = _("Name, phone, billing and delivery address, to be seen and changed.")
        template = "portal_blocks/details.html"
        preview_value = {
            "heading": "Your details",
            "name": EDITABLE,
            "email": SHOWN,
            "phone": EDITABLE,
            "billing_address": EDITABLE,
            "shipping_address": EDITABLE,
        }
