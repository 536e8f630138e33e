"""Whom to ask about one order, so that nobody has to look its number up."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from billing.models import Order
from portal_blocks.dialling import dial_url
from portal_blocks.order_words import name_of
from portal_blocks.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Contact:
    """How the shop is reached; empty parts are not known."""

    email: str
    email_url: str
    phone: str
    phone_url: str
    hours: str


def contact_of(order: Order, viewer: Viewer) -> Contact | None:
    """Return how to ask about an order; None where the portal names nobody."""
    portal = viewer.portal
    if not (portal.support_email or portal.support_phone):
        return None
    subject = quote(name_of(order), safe="")
    return Contact(
        email=portal.support_email,
        email_url=f"mailto:{portal.support_email}?subject={subject}",
        phone=portal.support_phone,
        phone_url=dial_url(portal.support_phone),
        hours=portal.support_hours if portal.support_phone else "",
    )
