"""Turns parcels into what the list shows of them: where each is, what it is part of."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from billing.models import FulfilmentState
from billing.parcels import OPEN, Parcel
from portal_blocks.order_contact import Contact, contact_of
from portal_blocks.order_words import name_of, title_of
from portal_blocks.parcel_words import TONES, is_late, is_under_way, when_sent, where_now
from portal_blocks.viewer import Viewer
from portal_blocks.words import day


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """One parcel. `what` is empty where it is not known what of the order is in it.

    `whom` is set where it is late, and somebody should ask.
    """

    where: str
    what: str
    order_name: str
    order_url: str
    label: str
    picture: str
    carrier: str
    number: str
    sent: str
    track_url: str
    tone: str
    is_on_its_way: bool
    whom: Contact | None = None


def under_way_row(parcel: Parcel, orders_url: str, viewer: Viewer) -> ParcelRow:
    """Return a parcel that somebody waits for."""
    return _row(parcel, where_now(parcel, viewer), orders_url, viewer)


def arrived_row(parcel: Parcel, orders_url: str, viewer: Viewer) -> ParcelRow:
    """Return a parcel that nobody waits for. Of some nobody ever told that they arrived."""
    where = where_now(parcel, viewer)
    if parcel.status in OPEN and parcel.delivered_at is None:
        sent = parcel.shipped_at or parcel.order.placed_at
        where = _("Sent %(date)s; no more is known") % {"date": day(sent, viewer)}
    return _row(parcel, where, orders_url, viewer)


def _row(parcel: Parcel, where: str, orders_url: str, viewer: Viewer) -> ParcelRow:
    order = parcel.order
    what = title_of(parcel.names, parcel.things)
    return ParcelRow(
        where=where,
        what=what or name_of(order),
        order_name=name_of(order) if what else "",
        order_url=f"{orders_url}order/{order.pk}/" if orders_url else "",
        label=_label(parcel),
        picture=parcel.picture,
        carrier=parcel.carrier,
        number=parcel.tracking_number,
        sent=when_sent(parcel, viewer),
        track_url=parcel.tracking_url,
        tone=TONES.get(FulfilmentState(parcel.status), "info"),
        is_on_its_way=is_under_way(parcel),
        whom=contact_of(order, viewer) if is_late(parcel, viewer) else None,
    )


def _label(parcel: Parcel) -> str:
    """Which of several parcels it is, and whether more is to come."""
    if parcel.parcels > 1:
        facts = {"position": parcel.position, "count": parcel.parcels}
        return _("Parcel %(position)d of %(count)d") % facts
    if parcel.parcels and parcel.order.fulfilment_state == FulfilmentState.PARTIAL:
        return _("A part of the order; the rest follows")
    return ""
