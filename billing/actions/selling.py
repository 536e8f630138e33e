"""The steps of a purchase, each with a key of its own, and each written down as it is done.

Whoever goes on after a crash repeats no step whose result is written down, and sends the one that
was under way again under the same key. So everything sent is read from the operation's row.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.actions import declines, messages
from billing.actions.new_customer import make_known
from billing.actions.operation import Told, take_step
from billing.gateway.errors import GatewayError, NotFound, OutcomeUnknown, Refused
from billing.gateway.paying import ACTION, FAILED, PAID, fetch_payment, pay_invoice
from billing.gateway.records import PaymentAnswer
from billing.gateway.selling import (
    SaleRecord,
    Wanted,
    add_to_sale,
    begin_sale,
    begin_subscription,
    fetch_sale,
    finalize_sale,
    withdraw_sale,
)
from billing.gateway.subscriptions import cancel_now
from billing.mirror.customers import refresh_customer
from billing.mirror.orders import refresh_order_of_invoice
from billing.mirror.subscriptions import refresh_subscription
from billing.models import Operation, Outcome
from billing.notices.confirming import note_to_confirm

logger = logging.getLogger(__name__)

BUY, BUY_SUBSCRIPTION = "buy", "buy_subscription"
BUY_AGAIN, ORDER_AGAIN = "buy_again", "order_again"
PURCHASES = (BUY, BUY_SUBSCRIPTION, BUY_AGAIN, ORDER_AGAIN)
NEW_CARD = "new"
UNCHANGED = gettext_lazy("Nothing was ordered.")


def sell(operation: Operation, *, now: datetime) -> Told:
    """Do what is left to be done. Raise the gateway's errors but declines."""
    make_known(operation, now=now)
    if "due" not in operation.after:
        prepare = _subscribe if operation.params["recurring"] else _write_invoice
        prepare(operation, now=now)
    if operation.after["status"] == PAID:
        return completed(operation, now=now)
    if operation.after["due"] > operation.params["due"]:
        return give_up(operation, _dearer(), now=now)
    if operation.params["card"] == NEW_CARD:
        return waiting(_("Enter the card to pay with."))
    answer = pay_invoice(
        operation.after["invoice"],
        card_id=operation.params["card"],
        off_session=False,
        operation_id=operation.pk,
    )
    return answered(operation, answer, now=now)


def answered(operation: Operation, answer: PaymentAnswer, *, now: datetime) -> Told:
    """Return what an attempt to pay has come to."""
    if answer.status == PAID:
        return completed(operation, now=now, request_id=answer.request_id)
    if answer.status == ACTION:
        note_to_confirm(operation, operation.after["due"], operation.params["currency"], now=now)
        message = _("Your bank wants you to confirm this payment. You have not been charged yet.")
        return waiting(message, request_id=answer.request_id)
    if answer.status == FAILED:
        return give_up(operation, declined(answer), now=now)
    raise OutcomeUnknown("The payment is still under way.", "processing")


def declined(answer: PaymentAnswer) -> Told:
    """Return what is told of a card that was refused."""
    code = answer.decline_code or "declined"
    return Told(Outcome.REFUSED, declines.words(code), code, request_id=answer.request_id)


def waiting(message: str, *, request_id: str = "") -> Told:
    """Return that the customer has to do something before it is paid."""
    return Told(Outcome.WAITING, message, request_id=request_id)


def completed(operation: Operation, *, now: datetime, request_id: str = "") -> Told:
    """Bring the mirror up to date with what is paid, and say so."""
    done = operation.after
    if subscription := done.get("subscription"):
        _show(lambda: refresh_subscription(subscription, now=now))
        message = _("Thank you. It is paid, and your subscription has begun.")
    else:
        message = _("Thank you. Your order is paid.")
    _show(lambda: refresh_order_of_invoice(done["invoice"], now=now))
    if operation.params["recurring"] and operation.params["card"] == NEW_CARD:
        _show(lambda: refresh_customer(operation.customer.external_id, now=now))
    return Told(Outcome.DONE, message, after={"status": PAID}, request_id=request_id)


def give_up(operation: Operation, told: Told, *, now: datetime) -> Told:
    """See to it that it is not paid any more, and return `told`; done where it has been paid.

    The invoice decides: once it is void, nothing can be charged; a subscription ends with it.
    Raise the gateway's errors where that is not certain.
    """
    invoice, subscription = operation.after.get("invoice"), operation.after.get("subscription")
    try:
        sale = withdraw_sale(invoice, operation_id=operation.pk) if invoice else None
        if sale is not None and sale.status == PAID:
            return completed(operation, now=now)
        if sale is not None and sale.status == "open":
            raise OutcomeUnknown("The invoice is still open.", "still_open")
        if subscription:
            cancel_now(subscription, operation_id=operation.pk)
            _show(lambda: refresh_subscription(subscription, now=now))
    except NotFound:
        pass  # there is nothing left to give up
    except Refused as fault:
        raise OutcomeUnknown(fault.message, fault.code, request_id=fault.request_id) from None
    return told


def refused(operation: Operation, fault: Refused, *, now: datetime) -> Told:
    """Return what is told where Stripe said no to a step, and leave nothing half done."""
    if fault.code == "key_refused" and operation.after.get("invoice"):
        # It may have been paid by an attempt before this one, and we may not look.
        raise OutcomeUnknown(fault.message, fault.code, request_id=fault.request_id)
    reason = _("Our payment partner did not accept this. You have not been charged.")
    advice = _("Please try again later, or write to us.")
    told = Told(
        Outcome.REFUSED,
        f"{reason} {UNCHANGED} {advice}",
        fault.decline_code or fault.code,
        after={"refused_because": fault.message},
        request_id=fault.request_id,
    )
    return give_up(operation, told, now=now)


def payment_of(operation: Operation) -> PaymentAnswer:
    """Look how the payment of a purchase stands. Raise the gateway's errors."""
    return fetch_payment(operation.after["invoice"])


def found(operation: Operation, sale: SaleRecord, *, now: datetime) -> None:
    """Write down what the operation has made, where only Stripe knew of it."""
    names: dict[str, Any] = {"invoice": sale.invoice_id}
    if sale.subscription_id:
        names["subscription"] = sale.subscription_id
    take_step(operation, "found", now=now, **names)


def not_done() -> Told:
    """Return that we looked, and it has not happened."""
    return Told(Outcome.REFUSED, messages.not_done(str(UNCHANGED)), "not_done")


def _write_invoice(operation: Operation, *, now: datetime) -> None:
    customer_id = operation.customer.external_id
    if "invoice" not in operation.after:
        sale = begin_sale(
            customer_id, currency=operation.params["currency"], operation_id=operation.pk
        )
        request = sale.request_id
        take_step(operation, "create", now=now, request_id=request, invoice=sale.invoice_id)
    invoice = operation.after["invoice"]
    for position, item in enumerate(wanted_of(operation), 1):
        if operation.after.get("lines", 0) >= position:
            continue
        request = add_to_sale(
            invoice,
            item,
            customer_id=customer_id,
            position=position,
            operation_id=operation.pk,
        )
        take_step(operation, f"item:{position}", now=now, request_id=request, lines=position)
    _final(operation, finalize_sale(invoice, operation_id=operation.pk), "finalize", now=now)


def _subscribe(operation: Operation, *, now: datetime) -> None:
    card = operation.params["card"]
    sale = begin_subscription(
        operation.customer.external_id,
        wanted_of(operation),
        card_id="" if card == NEW_CARD else card,
        operation_id=operation.pk,
    )
    _final(operation, sale, "create", now=now, subscription=sale.subscription_id)


def _final(
    operation: Operation, sale: SaleRecord, step: str, *, now: datetime, **names: str
) -> None:
    take_step(
        operation,
        step,
        now=now,
        request_id=sale.request_id,
        invoice=sale.invoice_id,
        due=sale.due,
        status=sale.status,
        **names,
    )


def wanted_of(operation: Operation) -> list[Wanted]:
    """Return what the operation buys."""
    return [Wanted(price, quantity) for price, quantity in operation.params["items"]]


def status_of(operation: Operation) -> str:
    """Return how the invoice of a purchase stands now, in Stripe's word; empty: it is gone."""
    try:
        return fetch_sale(operation.after["invoice"]).status
    except NotFound:
        return ""


def _dearer() -> Told:
    message = _("It costs more now than you agreed to, so nothing was ordered or charged.")
    return Told(Outcome.REFUSED, message, "out_of_date")


def _show(refresh: Callable[[], None]) -> None:
    """Bring a row up to date. What goes wrong with that, the webhook's handler mends."""
    try:
        refresh()
    except GatewayError:
        logger.warning("The mirror waits for its webhook.")
