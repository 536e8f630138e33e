"""Where an order is now, in one word: the same wherever a block speaks of orders."""

from __future__ import annotations

from django.utils.translation import gettext as _

from billing.models import FulfilmentState, Order, PaymentState
from portal_blocks.parcel_words import TONES as FULFILMENT_TONES

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


def is_on_its_way(order: Order) -> bool:
    """Whether that it is on its way is what there is to say of an order."""
    return order.payment_state not in TROUBLED and order.fulfilment_state in UNDER_WAY


def status_of(order: Order) -> tuple[str, str]:
    """Return where the order is now, in words and as a tone. Money in trouble comes first."""
    payment, fulfilment = order.payment_state, order.fulfilment_state
    if payment in TROUBLED:
        state = PaymentState(payment)
        return str(state.label), TROUBLED[state]
    if fulfilment in FULFILMENT_TONES:
        where = FulfilmentState(fulfilment)
        return str(where.label), FULFILMENT_TONES[where]
    if not order.total and payment == PaymentState.PAID:
        return _("Free"), "muted"
    return str(PaymentState(payment).label), "ok"
