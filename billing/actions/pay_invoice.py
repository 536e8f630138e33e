"""Pay what is still to be paid: by a card on file, or by a new one in the customer's browser."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.actions import declines, messages
from billing.actions.card_use import show
from billing.actions.errors import Foreign
from billing.actions.operation import Asking, Command, Target, Told, carry_out, conclude, take_step
from billing.bills import Bill
from billing.gateway.errors import OutcomeUnknown
from billing.gateway.paying import ACTION, FAILED, PAID, fetch_payment
from billing.gateway.paying import pay_invoice as pay
from billing.gateway.records import PaymentAnswer
from billing.mirror.orders import refresh_order_of_invoice
from billing.mirror.subscriptions import refresh_subscription
from billing.models import Card, Operation, Outcome, Subscription
from billing.stripe_accounts import acting_for_shop

PAY_INVOICE = "pay_invoice"
NEW_CARD = "new"
UNCHANGED = gettext_lazy("It is still to be paid.")
GIVEN_UP_AFTER = timedelta(hours=23)


def pay_invoice(bill: Bill, asking: Asking, *, card: str, agreed: int) -> Operation:
    """Pay a bill by a card of its customer's own, or begin to by a new one (`NEW_CARD`).

    `agreed` is what the customer was shown; more than that is not charged. The operation waits
    where the bank wants a confirmation, or a new card is to be entered: see `finishing`. Raise
    `Foreign` for somebody else's card.
    """
    order, payer = bill.order, bill.order.customer_id
    own = Card.objects.filter(customer_id=payer or 0, external_id=card)
    if payer is None or not (card == NEW_CARD or own.exists()):
        raise Foreign(_("This card is not on file."), "foreign")
    command = Command(
        PAY_INVOICE,
        Target(
            payer,
            order.shop_id,
            bill.invoice_id,
            before={"payment_state": str(order.payment_state), "number": order.number},
        ),
        ask=lambda operation: _ask(operation, now=asking.now),
        unchanged=UNCHANGED,
        params={"card": card, "agreed": agreed, "subscription": _subscription_of(bill)},
    )
    return carry_out(command, asking)


def hosted_page_of(bill: Bill) -> str:
    """Return our payment partner's own page for a bill, fresh. Raise the gateway's errors."""
    with acting_for_shop(bill.order.shop_id):
        return fetch_payment(bill.invoice_id).hosted_url


def settle_payment(operation: Operation, *, now: datetime, is_over: bool) -> None:
    """Look whether it is paid. Nothing is charged. Raise the gateway's errors."""
    found = fetch_payment(operation.target)
    told = _seen(operation, found, now=now, is_over=is_over)
    if told is not None:
        _show(operation, now=now)
        conclude(operation, told, now=now)


def _seen(
    operation: Operation, found: PaymentAnswer, *, now: datetime, is_over: bool
) -> Told | None:
    """Return what can be told by looking, None where it is too early."""
    if found.status == PAID:
        return _paid(found)
    # An attempt that had failed before we began says nothing of ours.
    if found.status == FAILED and found.attempt != operation.after.get("attempt"):
        return _declined(found)
    if operation.outcome == Outcome.WAITING:
        return _not_confirmed() if now - operation.created_at >= GIVEN_UP_AFTER else None
    if found.status == ACTION and (is_over or operation.outcome == Outcome.UNKNOWN):
        return _waits(found)
    return _not_done() if is_over else None


def _ask(operation: Operation, *, now: datetime) -> Told:
    found = fetch_payment(operation.target)
    take_step(operation, "look", now=now, attempt=found.attempt)
    if found.status == PAID:
        told = _paid(found)
    elif found.amount > operation.params["agreed"]:
        told = Told(Outcome.REFUSED, _dearer(), "out_of_date")
    elif operation.params["card"] == NEW_CARD:
        return Told(Outcome.WAITING, _("Enter the card to pay with."))
    else:
        told = _charged(operation)
    _show(operation, now=now)
    return told


def _charged(operation: Operation) -> Told:
    answer = pay(
        operation.target,
        card_id=operation.params["card"],
        off_session=False,
        operation_id=operation.pk,
    )
    if answer.status == PAID:
        return _paid(answer)
    if answer.status == FAILED:
        return _declined(answer)
    if answer.status == ACTION:
        return _waits(answer)
    raise OutcomeUnknown("The payment is still under way.", "processing")


def _show(operation: Operation, *, now: datetime) -> None:
    show(lambda: refresh_order_of_invoice(operation.target, now=now))
    if subscription := operation.params["subscription"]:
        show(lambda: refresh_subscription(subscription, now=now))


def _subscription_of(bill: Bill) -> str:
    subscription: Subscription | None = bill.order.subscription
    return subscription.external_id if subscription is not None else ""


def _paid(answer: PaymentAnswer) -> Told:
    return Told(Outcome.DONE, _("Thank you. It is paid."), request_id=answer.request_id)


def _waits(answer: PaymentAnswer) -> Told:
    message = _("Your bank wants you to confirm this payment. You have not been charged yet.")
    # What fails from now on is this attempt.
    return Told(Outcome.WAITING, message, after={"attempt": ""}, request_id=answer.request_id)


def _declined(answer: PaymentAnswer) -> Told:
    code = answer.decline_code or "declined"
    words = f"{declines.words(code)} {UNCHANGED}"
    return Told(Outcome.REFUSED, words, code, request_id=answer.request_id)


def _not_done() -> Told:
    return Told(Outcome.REFUSED, messages.not_done(str(UNCHANGED)), "not_done")


def _not_confirmed() -> Told:
    message = _("The payment was not confirmed in time, so you have not been charged.")
    return Told(Outcome.REFUSED, f"{message} {UNCHANGED}", "not_finished")


def _dearer() -> str:
    return _("More is to be paid now than you were shown, so nothing was charged. Look again.")
