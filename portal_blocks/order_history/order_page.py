"""One order on a page of its own: where it is, what it was, what was paid, what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from billing.models import FulfilmentState, Order, PaymentState
from portal_blocks.base import Place
from portal_blocks.charge_words import title_of
from portal_blocks.order_contact import contact_of
from portal_blocks.order_history import again_page
from portal_blocks.order_history.documents import links_of, order_in
from portal_blocks.order_history.paying import payment_of
from portal_blocks.order_history.refunds import refund_line
from portal_blocks.order_status import TROUBLED, is_on_its_way, status_of
from portal_blocks.order_words import name_of
from portal_blocks.parcel_words import is_late, is_under_way, when_sent, where_now
from portal_blocks.viewer import Viewer
from portal_blocks.ways import is_block_shown, way
from portal_blocks.words import amount, taken_off
from themes.formats import every

VIEW = "order"


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """One parcel: where it is, and the small print. `label` tells several of them apart."""

    where: str
    label: str
    carrier: str
    number: str
    sent: str
    track_url: str
    is_on_its_way: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class Sum:
    """One line of the reckoning. `is_main`: what matters of it."""

    label: str
    amount: str
    is_main: bool = False


def load_order(
    value: Mapping[str, Any], viewer: Viewer, place: Place, key: str
) -> dict[str, Any] | None:
    """Return one order of the viewer's own; None for anybody else's, as if there were none."""
    order = order_in(viewer, key)
    if order is None:
        return None
    about = viewer.data.about(order)
    papers = about.papers()
    label, tone = status_of(order)
    parcels = _parcels(order, viewer)
    return {
        "order": order,
        "title": name_of(order),
        "status_label": label,
        "status_tone": tone,
        "is_on_its_way": is_on_its_way(order),
        "parcels": parcels,
        "to_come": _to_come(order, parcels),
        "sums": _sums(order, viewer),
        "refunds": [refund_line(one, order, viewer) for one in order.refunds.all()],
        "payment": payment_of(order, papers, about, viewer=viewer, place=place),
        **_subscription(order, viewer),
        "documents": links_of(order, papers, place),
        "again_url": again_page.again_url(order, about, value, place=place),
        "contact": contact_of(order, viewer),
        "back_url": place.page_url,
    }


def _parcels(order: Order, viewer: Viewer) -> list[ParcelRow]:
    """What is on its way stands first, then what is still here, then what is over."""
    rows = list(order.fulfilments.all())
    labels = {row.pk: _parcel_label(at, len(rows)) for at, row in enumerate(rows, 1)}
    rows.sort(key=lambda row: (not is_under_way(row), row.delivered_at is not None))
    return [
        ParcelRow(
            where=where_now(row, viewer),
            label=labels[row.pk],
            carrier=row.carrier,
            number=row.tracking_number,
            sent=when_sent(row, viewer),
            track_url=row.tracking_url,
            is_on_its_way=is_under_way(row),
            is_late=is_late(row, viewer),
        )
        for row in rows
    ]


def _parcel_label(position: int, count: int) -> str:
    if count < 2:
        return ""
    return _("Parcel %(position)d of %(count)d") % {"position": position, "count": count}


def _to_come(order: Order, parcels: list[ParcelRow]) -> tuple[str, str] | None:
    """What is to be said of what no parcel is known of yet: a heading and a sentence."""
    if order.payment_state in TROUBLED and order.payment_state != PaymentState.PARTIALLY_REFUNDED:
        return None
    state = order.fulfilment_state
    if parcels:
        partly = (_("More is to come"), _("The rest of your order is still being prepared."))
        return partly if state == FulfilmentState.PARTIAL else None
    if state in {FulfilmentState.SHIPPED, FulfilmentState.PARTIAL}:
        return _("On its way"), _("This parcel has no tracking.")
    if state == FulfilmentState.UNFULFILLED:
        return _("Being prepared"), _("We send it as soon as it is ready.")
    return None


def _sums(order: Order, viewer: Viewer) -> list[Sum]:
    """The way from the things to the total, and what was given back of it."""
    is_in_it = order.subtotal - order.discount + order.shipping == order.total

    def written(units: int) -> str:
        write = amount if units >= 0 else taken_off
        return write(abs(units), order.currency, viewer)

    parts = [
        (_("Subtotal"), order.subtotal),
        (_("Discount"), -order.discount),
        (_("Delivery"), order.shipping),
        (_("Tax, included") if is_in_it else _("Tax"), order.tax),
    ]
    sums = [Sum(label, written(units)) for label, units in parts if units]
    if len(sums) < 2:
        sums = []  # the subtotal alone says nothing that the total does not
    sums.append(Sum(_("Total"), written(order.total), is_main=True))
    if order.refunded:
        sums.append(Sum(_("Refunded"), written(-order.refunded)))
        sums.append(Sum(_("Paid in the end"), written(order.total - order.refunded), is_main=True))
    return sums


def _subscription(order: Order, viewer: Viewer) -> dict[str, str]:
    """The subscription that brought it: its name and rhythm, where it is; empty for none."""
    mine = viewer.data.subscriptions if order.subscription_id is not None else []
    found = next((one for one in mine if one.pk == order.subscription_id), None)
    if found is None:
        return {"subscription": ""}
    words = _("%(name)s, %(rhythm)s") % {"name": title_of(found), "rhythm": every(found)}
    leads = is_block_shown("subscription_controls", viewer)
    url = way("subscription", subscription=found.external_id) if leads else ""
    return {"subscription": words, "subscription_url": url}
