"""Turns orders into what the list shows of them: what, when, how much, where it is now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from billing.models import Fulfilment, FulfilmentState, Order, OrderRefund, PaymentState
from portal_blocks.viewer import Viewer
from portal_blocks.words import day
from themes.formats import money

MAX_PICTURES = 3
TROUBLED = {
    PaymentState.FAILED: "danger",
    PaymentState.REQUIRES_ACTION: "warn",
    PaymentState.PENDING: "info",
    PaymentState.DISPUTED: "warn",
    PaymentState.VOID: "muted",
    PaymentState.REFUNDED: "muted",
    PaymentState.PARTIALLY_REFUNDED: "muted",
}
UNDER_WAY = {FulfilmentState.SHIPPED, FulfilmentState.PARTIAL}
FULFILMENT_TONES = {
    FulfilmentState.DELIVERED: "ok",
    FulfilmentState.SHIPPED: "info",
    FulfilmentState.PARTIAL: "info",
    FulfilmentState.UNFULFILLED: "info",
    FulfilmentState.RETURNED: "muted",
    FulfilmentState.CANCELLED: "muted",
}


REFUND_TEXTS = {
    "succeeded": gettext_lazy("%(amount)s refunded on %(date)s."),
    "failed": gettext_lazy("%(amount)s could not be refunded. We started this on %(date)s."),
    "canceled": gettext_lazy("A refund of %(amount)s was called off. It began on %(date)s."),
}
ON_ITS_WAY = gettext_lazy("%(amount)s is on its way back to you since %(date)s.")
STRIPE = "stripe"  # whose words for reasons we know, or leave out
REFUND_REASONS = {
    # Stripe's words; what a shop says itself is shown as it is.
    "duplicate": gettext_lazy("It was charged twice."),
    "requested_by_customer": gettext_lazy("You asked for it."),
    "fraudulent": "",
    "expired_uncaptured_charge": "",
}


@dataclass(frozen=True, slots=True)
class RefundLine:
    """One refund in words."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order in the list."""

    order: Order
    url: str
    title: str
    pictures: list[str]
    status_label: str
    status_tone: str
    is_on_its_way: bool
    next_stop: str


def order_row(order: Order, url: str, viewer: Viewer) -> OrderRow:
    """Return what the list shows of `order`, whose lines and parcels are loaded."""
    lines = list(order.lines.all())
    label, tone = status_of(order)
    on_its_way = is_on_its_way(order)
    parcel = parcel_on_its_way(order) if on_its_way else None
    return OrderRow(
        order=order,
        url=url,
        title=title_of(lines) or order.number,
        pictures=[line.image_url for line in lines if line.image_url][:MAX_PICTURES],
        status_label=label,
        status_tone=tone,
        is_on_its_way=on_its_way,
        next_stop=next_stop(parcel, viewer) if parcel else "",
    )


def is_on_its_way(order: Order) -> bool:
    """Whether that it is on its way is what there is to say of an order."""
    return order.payment_state not in TROUBLED and order.fulfilment_state in UNDER_WAY


def title_of(lines: list[Any]) -> str:
    """Name the first things, and count the others: “House Espresso and 2 more”."""
    if len(lines) <= 2:
        return _(" and ").join(line.name for line in lines)
    others = len(lines) - 1
    text = ngettext("%(first)s and %(count)d more", "%(first)s and %(count)d more", others)
    return text % {"first": lines[0].name, "count": others}


def status_of(order: Order) -> tuple[str, str]:
    """Return where the order is now, in words and as a tone. Money in trouble comes first."""
    payment, fulfilment = order.payment_state, order.fulfilment_state
    if payment in TROUBLED:
        return str(order.get_payment_state_display()), TROUBLED[PaymentState(payment)]
    if fulfilment in FULFILMENT_TONES:
        tone = FULFILMENT_TONES[FulfilmentState(fulfilment)]
        return str(order.get_fulfilment_state_display()), tone
    if not order.total and payment == PaymentState.PAID:
        return _("Free"), "muted"
    return str(order.get_payment_state_display()), "ok"


def refund_line(refund: OrderRefund, order: Order, viewer: Viewer) -> RefundLine:
    """Say what was given back, or is to be, and why where that is known."""
    display = viewer.portal.currency_display
    text = REFUND_TEXTS.get(refund.status, ON_ITS_WAY) % {
        "amount": money(refund.amount, order.currency, display=display),
        "date": day(refund.created_at, viewer),
    }
    own_words = "" if STRIPE in {order.payment_source, order.source} else refund.reason
    return RefundLine(text, str(REFUND_REASONS.get(refund.reason, own_words)))


def parcel_on_its_way(order: Order) -> Fulfilment | None:
    """Return the newest parcel that has left and not arrived."""
    parcels = [parcel for parcel in order.fulfilments.all() if parcel.status in UNDER_WAY]
    return max(parcels, key=_left, default=None)


def next_stop(parcel: Fulfilment, viewer: Viewer) -> str:
    """Say when a parcel arrives; once that day is over, when it was expected."""
    if parcel.expected_at is None:
        return ""
    date = {"date": day(parcel.expected_at, viewer)}
    zone, now = viewer.portal.tz, viewer.subject.now
    if localdate(parcel.expected_at, zone) < localdate(now, zone):
        return _("Was expected %(date)s") % date
    return _("Arrives %(date)s") % date


def _left(parcel: Fulfilment) -> tuple[bool, float]:
    """When it left; a parcel of which nobody said so counts as the earliest, on every database."""
    left = parcel.shipped_at
    return (left is not None, left.timestamp() if left else 0.0)
