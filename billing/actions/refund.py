"""Give money back on an order. By staff only: whoever offers it asks for `billing.refund_order`."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.actions import messages
from billing.actions.errors import ActionError
from billing.actions.operation import Asking, Command, Target, Told, carry_out, conclude
from billing.gateway.errors import GatewayError
from billing.gateway.refunds import GivenBack, find_refund, left_to_refund, refund
from billing.mirror.customers import SOURCE
from billing.mirror.orders import refresh_order_of_refund
from billing.models import Operation, Order, Outcome, PaymentState

logger = logging.getLogger(__name__)

NAME = "refund_order"
PERMISSION = "billing.refund_order"
UNCHANGED = gettext_lazy("Nothing was given back.")
_REFUNDABLE = (PaymentState.PAID, PaymentState.PARTIALLY_REFUNDED)
_LOST = ("failed", "canceled")


class RefundReason(models.TextChoices):
    """Why money is given back, in Stripe's words and ours."""

    REQUESTED = "requested_by_customer", gettext_lazy("The customer asked for it")
    DUPLICATE = "duplicate", gettext_lazy("It was charged twice")
    FRAUDULENT = "fraudulent", gettext_lazy("It was not the customer who bought it")


class NotRefundable(ActionError):
    """There is nothing that could be given back through Stripe."""


def refundable(order: Order) -> int:
    """Return how much can still be given back on an order; minor units.

    A refund that is on its way counts as given back, one that has failed does not.
    """
    if order.payment_state not in _REFUNDABLE or not _intents_of(order):
        return 0
    given = sum(one.amount for one in order.refunds.all() if one.status not in _LOST)
    return max(order.total - max(given, order.refunded), 0)


def refund_order(
    order: Order, asking: Asking, *, amount: int | None = None, reason: str = RefundReason.REQUESTED
) -> Operation:
    """Give back so much (None: all that is left), once; see `carry_out`.

    More than is left is refused before Stripe is asked. Raise `NotRefundable` for an order without
    a customer or without a payment at Stripe, `ValueError` for a reason that is none of ours.
    """
    intents = _intents_of(order)
    if order.customer_id is None or not intents:
        raise NotRefundable(_("This order was not paid through Stripe."), "not_refundable")
    left = refundable(order)
    wanted = left if amount is None else amount
    command = Command(
        NAME,
        Target(order.customer_id, order.shop_id, order.external_id, before=_summary(order)),
        ask=lambda operation: _asked(operation, now=asking.now),
        unchanged=UNCHANGED,
        answer=_answer(order, wanted, left),
        params={"amount": wanted, "reason": RefundReason(reason).value, "intents": intents},
    )
    return carry_out(command, asking)


def settle_refund(operation: Operation, *, now: datetime, is_over: bool) -> None:
    """Look whether it was given back. Nothing is asked for again."""
    known = operation.after.get("intent")
    for intent in [known] if known else operation.params["intents"]:
        given = find_refund(intent, operation_id=operation.pk)
        if given is not None:
            conclude(operation, _told(given, now=now), now=now)
            return
    if is_over:
        words = messages.not_done(str(UNCHANGED))
        conclude(operation, Told(Outcome.REFUSED, words, "not_done"), now=now)


def _asked(operation: Operation, *, now: datetime) -> Told:
    amount = operation.params["amount"]
    for intent in operation.params["intents"]:
        if left_to_refund(intent) >= amount:
            reason = operation.params["reason"]
            given = refund(intent, amount, reason=reason, operation_id=operation.pk)
            return _told(given, now=now)
    message = _("That is more than is left of any one payment of this order. %(unchanged)s")
    return Told(Outcome.REFUSED, message % {"unchanged": UNCHANGED}, "too_much")


def _told(given: GivenBack, *, now: datetime) -> Told:
    """Return what has come of it. Money that is on its way, or did not go, is not called given."""
    try:
        refresh_order_of_refund(given.external_id, now=now)
    except GatewayError:
        logger.warning("The mirror of %s waits for its webhook.", given.external_id)
    after = {"refund": given.external_id, "status": given.status, "amount": given.amount}
    if given.status in _LOST:
        message = _("The bank did not take the refund. %(unchanged)s Pay it back in another way.")
        words, code = message % {"unchanged": UNCHANGED}, given.failure_reason or "refund_failed"
        return Told(Outcome.REFUSED, words, code, after=after, request_id=given.request_id)
    if given.status != "succeeded":
        words = _("The refund is on its way. The bank has not confirmed it yet.")
        return Told(Outcome.DONE, words, "pending", after=after, request_id=given.request_id)
    words = _("The money is given back. It takes the bank 5 to 10 days to show it.")
    return Told(Outcome.DONE, words, after=after, request_id=given.request_id)


def _answer(order: Order, wanted: int, left: int) -> Told | None:
    if order.payment_state not in _REFUNDABLE:
        message = _("This order cannot be refunded: it is not paid, disputed or refunded already.")
        return Told(Outcome.REFUSED, message, "not_paid")
    if not 0 < wanted <= left:
        message = _("Give back more than nothing, and no more than is left of this order.")
        return Told(Outcome.REFUSED, message, "too_much")
    return None


def _intents_of(order: Order) -> list[str]:
    refs = order.refs.filter(source=SOURCE, kind="payment_intent").order_by("id")
    return list(refs.values_list("ref", flat=True))


def _summary(order: Order) -> dict[str, object]:
    return {
        "payment_state": order.payment_state,
        "total": order.total,
        "refunded": order.refunded,
        "currency": order.currency,
    }
