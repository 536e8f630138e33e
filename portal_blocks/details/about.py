"""What a person's details are shown from, and how they read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from billing.details import BILLING, NAME, PHONE, SHIPPING, Details
from portal_blocks.addresses.phones import phone_shown
from portal_blocks.base import NOWHERE, Place
from portal_blocks.viewer import Viewer
from themes.formats import address

HIDDEN, SHOWN, EDITABLE = "hidden", "shown", "editable"
EMAIL = "email"
ACTIONS = {NAME: "name", PHONE: "phone", BILLING: "billing", SHIPPING: "delivery"}
"""The block's actions; forms open by these names (`?open=billing`)."""
BILLING_PREFIX, DELIVERY_PREFIX, SAME = "billing-", "delivery-", "same"
PERSON = ("name", "phone")


@dataclass(frozen=True, slots=True)
class About:
    """What groups are made of: what is known, how the block is set, who looks, where it stands."""

    known: Details
    value: Mapping[str, Any]
    viewer: Viewer
    place: Place = NOWHERE

    @property
    def country(self) -> str:
        """Where they live, as far as we know."""
        places = (self.known.billing_address, self.known.shipping_address)
        found = next((one["country"] for one in places if one.get("country")), "")
        return found or self.viewer.subject.country or ""


def lines_of(part: str, about: About) -> list[str]:
    """Return how a group stands, none where nothing is known."""
    known = about.known
    single = {
        NAME: known.name,
        EMAIL: about.viewer.email or known.email,
        PHONE: phone_shown(known.phone, about.country),
    }
    if part in single:
        return [single[part]] if single[part] else []
    parts = known.billing_address if part == BILLING else known.shipping_address
    lines = address_lines(parts)
    if parts.get("phone", "") not in ("", known.phone):
        lines.append(phone_shown(parts["phone"], parts.get("country", "")))
    return lines


def address_lines(parts: Mapping[str, str]) -> list[str]:
    """Return an address as it is written."""
    return address(parts).splitlines() if parts else []
