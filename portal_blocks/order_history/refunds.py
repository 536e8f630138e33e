"""Money given back on an order, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from billing.models import Order, OrderRefund
from portal_blocks.viewer import Viewer
from portal_blocks.words import amount, day

STRIPE = "stripe"  # whose words for reasons we know, or leave out
TEXTS = {
    "succeeded": gettext_lazy("%(amount)s refunded on %(date)s."),
    "failed": gettext_lazy("%(amount)s could not be refunded. We started this on %(date)s."),
    "canceled": gettext_lazy("A refund of %(amount)s was called off. It began on %(date)s."),
}
ON_ITS_WAY = gettext_lazy("%(amount)s is on its way back to you since %(date)s.")
REASONS = {
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


def refund_line(refund: OrderRefund, order: Order, viewer: Viewer) -> RefundLine:
    """Say what was given back, or is to be, and why where that is known."""
    text = TEXTS.get(refund.status, ON_ITS_WAY) % {
        "amount": amount(refund.amount, order.currency, viewer),
        "date": day(refund.created_at, viewer),
    }
    own_words = "" if STRIPE in {order.payment_source, order.source} else refund.reason
    return RefundLine(text, str(REASONS.get(refund.reason, own_words)))
