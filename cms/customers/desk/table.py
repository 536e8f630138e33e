"""What lies on the desk: the customer's own blocks, with everything switched on, and who looks.

One way of doing things: the same blocks, words and commands as on a portal. What a merchant forbids
customers does not bind staff; what a command itself refuses does. Cards are never entered here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import StreamValue

from access_rules.decisions import admits
from access_rules.presets import EVERYONE
from access_rules.subject import Visit, subject_of
from accounts.models import Customer, StaffUser
from cms.customers.whose import portals_for
from portal_blocks.base import Place, PortalBlock
from portal_blocks.showing import block_named, stream_of
from portal_blocks.viewer import RealData, Viewer
from portals.registry import Portal

PERMISSION = "accounts.act_for_customer"
ON_THE_DESK: Mapping[str, Mapping[str, Any]] = {
    "subscription_controls": {
        "heading": _("Subscriptions"),
        "most": 99,
        "show_controls": "number",  # of many, each has a page of its own
    },
    "invoices_to_pay": {},
    "card_on_file": {"heading": _("Cards"), "allow_pay": False},
    "details": {"heading": _("Details")},
}
NEVER = {"allow_update", "allow_new_card"}


@dataclass(frozen=True, slots=True)
class StaffPlace(Place):
    """Where a block stands on the desk: its buttons lead to the desk's own doors."""

    base: str = ""

    def action_url(self, name: str) -> str:
        """The desk's door of one action of the block."""
        return f"{self.base}do/{self.block_id}/{name}/"

    def view_url(self, name: str, key: object) -> str:
        """The desk's door of one page of the block."""
        return f"{self.base}see/{self.block_id}/{name}/{key}/"


@dataclass(frozen=True, slots=True)
class Desk:
    """The blocks of one customer, for one member of staff."""

    customer: Customer
    viewer: Viewer
    blocks: StreamValue
    base: str

    def place(self, request: HttpRequest, block_id: str = "") -> StaffPlace:
        """Where a block stands, as this request asks for it."""
        return self.place_kind(
            page_id=self.customer.pk,
            page_url=self.base,
            block_id=block_id,
            query=request.GET if request.method == "GET" else QueryDict(""),
        )

    @property
    def place_kind(self) -> partial[StaffPlace]:
        """What blocks make their places of."""
        return partial(StaffPlace, base=self.base)


def desk_of(customer: Customer, staff: StaffUser, *, now: datetime) -> Desk | None:
    """Return the desk, None where the customer is not this member of staff's to see.

    Things are done as on a portal that lets the customer in: what a pause is, say.
    """
    own = [one for one in portals_for(staff) if one.shop_id == customer.shop_id]
    if not own or customer.is_gone:
        return None
    facts = getattr(customer, "facts", None)
    portal = next((one for one in own if admits(one, facts, now).allowed), own[0])
    viewer = _viewer(customer, portal, staff, now)
    base = reverse("customers:desk", args=[customer.pk])
    return Desk(customer, viewer, _blocks(), base)


def _viewer(customer: Customer, portal: Portal, staff: StaffUser, now: datetime) -> Viewer:
    facts = getattr(customer, "facts", None)
    visit = Visit((), frozenset(), get_language() or "")
    return Viewer(
        portal,
        subject_of(portal, facts, customer.pk, now, visit),
        RealData((customer.pk,)),
        (customer.pk,),
        str(customer),
        customer.email,
        actor=f"staff:{staff.pk}",
    )


def _blocks() -> StreamValue:
    rows = [(name, _value(block_named(name), more), name) for name, more in ON_THE_DESK.items()]
    return StreamValue(stream_of(*ON_THE_DESK), rows)


def _value(block: PortalBlock, more: Mapping[str, Any]) -> Any:
    """The block with everything a merchant may allow allowed."""
    switches = {
        name: name not in NEVER
        for name, child in block.child_blocks.items()
        if name.startswith("allow_") and isinstance(child, blocks.BooleanBlock)
    }
    known = {
        name: str(value) if isinstance(value, Promise) else value
        for name, value in more.items()
        if name in block.child_blocks
    }
    shown = dict(block.get_preview_value())
    return block.normalize({**shown, **switches, **known, "visibility": EVERYONE})
