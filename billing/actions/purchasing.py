"""Buying: agreed to at its price, asked for once, and seen through to the end.

A purchase is one operation of several steps (`selling`). Its target is what is bought, so that two
clicks on the same thing are one. What waits for the customer is replaced by a new try: the old one
is taken back first, unless it was paid meanwhile; then it is the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from accounts.models import Customer
from billing.actions.baskets import Basket, agreed_quote
from billing.actions.errors import Foreign
from billing.actions.operation import Asking, Command, Target, Told, carry_out, conclude
from billing.actions.selling import (
    NEW_CARD,
    PURCHASES,
    UNCHANGED,
    answered,
    completed,
    found,
    give_up,
    not_done,
    payment_of,
    refused,
    sell,
    status_of,
)
from billing.actions.sold_once import is_sold_already
from billing.gateway.errors import GatewayError, OutcomeUnknown, Refused
from billing.gateway.paying import FAILED, PAID
from billing.gateway.selling import find_sale
from billing.mirror.customers import SOURCE
from billing.models import Card, Operation, Outcome
from billing.stripe_accounts import acting_for_shop

SOLD_ONCE, TAKEN_BACK = "sold_once", "taken_back"
LIFETIME = timedelta(hours=23)  # Stripe forgets our keys after a day


@dataclass(frozen=True, slots=True)
class Payment:
    """How it is paid: `card` is the id of one of the customer's own, or `NEW_CARD`.

    `agreed` is the fingerprint of the quote that was agreed to. `once_for` are the customers that
    one person is, where it is sold to each person once; empty where it is sold as often as wanted.
    """

    card: str
    agreed: str
    once_for: tuple[int, ...] = ()


def purchase(
    name: str, basket: Basket, payment: Payment, *, customer: Customer, asking: Asking
) -> Operation:
    """Buy it, once; see `carry_out`. Must be called outside a transaction.

    Raise `OutOfDate` where it costs something else by now, `NotSold` and `NoQuote` where it is not
    sold or not now, `Foreign` for a card, a price or a customer of somebody else.
    """
    _check_own(payment.card, customer, basket, asking)
    due = 0
    if not Operation.objects.filter(pk=asking.operation_id).exists():
        due = agreed_quote(customer, basket, payment.agreed).cost.due
        paid = _replace_waiting(name, basket, payment, customer=customer, now=asking.now)
        if paid is not None:
            return paid
    command = Command(
        name,
        Target(customer.pk, basket.shop_id, basket.key),
        ask=lambda operation: _gone_on(operation, now=asking.now),
        unchanged=UNCHANGED,
        params=_params(basket, payment, due),
    )
    return carry_out(command, asking)


def settle_purchase(operation: Operation, *, now: datetime, is_over: bool) -> None:
    """Look how it stands, go on where it was left, and conclude it where that is clear.

    What is not paid 23 hours after it was asked for is taken back.
    """
    if operation.outcome == Outcome.PENDING and not is_over:
        return  # whoever asked may be asking still
    told = _settled(operation, now=now, is_over=is_over)
    if told is not None:
        conclude(operation, told, now=now)


def take_back(operation: Operation, *, now: datetime) -> Operation:
    """End a purchase that waits for the customer, at their wish; done where it has been paid.

    Raise the gateway's errors where Stripe cannot be asked; then it waits as before.
    """
    if operation.outcome != Outcome.WAITING:
        return operation
    message = _("You did not buy this. You have not been charged.")
    told = Told(Outcome.REFUSED, message, TAKEN_BACK)
    with acting_for_shop(operation.customer.shop_id):
        return conclude(operation, give_up(operation, told, now=now), now=now)


def _check_own(card: str, customer: Customer, basket: Basket, asking: Asking) -> None:
    own = Card.objects.filter(customer=customer, external_id=card)
    is_own_card = card == NEW_CARD or own.exists()
    if basket.shop_id != asking.portal.shop_id or not is_own_card:
        raise Foreign(_("This is not part of this site."), "foreign")


def _params(basket: Basket, payment: Payment, due: int) -> dict[str, object]:
    return {
        "items": [[one.price_id, one.quantity] for one in basket.wanted],
        "products": list(basket.products),
        "currency": basket.currency,
        "due": due,
        "card": payment.card,
        "recurring": basket.is_recurring,
        "title": basket.title,
        "once_for": list(payment.once_for),
    }


def _gone_on(operation: Operation, *, now: datetime) -> Told:
    if "invoice" not in operation.after and is_sold_already(operation):
        message = _("You have bought this already, and it is sold once to each customer.")
        return Told(Outcome.REFUSED, message, SOLD_ONCE)
    try:
        return sell(operation, now=now)
    except Refused as fault:
        return refused(operation, fault, now=now)


def _replace_waiting(
    name: str, basket: Basket, payment: Payment, *, customer: Customer, now: datetime
) -> Operation | None:
    """Take back what waits for the customer since an earlier try; return one paid meanwhile."""
    person = payment.once_for or (customer.pk,)
    waiting = Operation.objects.filter(
        customer__in=person, action__in=PURCHASES, outcome=Outcome.WAITING
    )
    for operation in waiting.select_related("customer"):
        is_same = (operation.action, operation.target) == (name, basket.key)
        shares = payment.once_for and set(operation.params["products"]) & set(basket.products)
        if not is_same and not shares:
            continue
        try:
            take_back(operation, now=now)
        except GatewayError:
            return operation  # it can still be paid, so there must not be another
        if operation.outcome == Outcome.DONE:
            return operation
    return None


def _settled(operation: Operation, *, now: datetime, is_over: bool) -> Told | None:
    is_expired = now - operation.created_at >= LIFETIME
    if operation.outcome == Outcome.WAITING:
        return _waited(operation, now=now, is_expired=is_expired)
    if is_expired:
        return _looked_up(operation, not_done(), now=now)
    try:
        told = _gone_on(operation, now=now)
    except OutcomeUnknown as fault:
        if is_over and fault.code == "status_500":  # Stripe repeats this answer for a day
            return _looked_up(operation, not_done(), now=now)
        raise
    return _looked_up(operation, told, now=now) if told.code == SOLD_ONCE else told


def _waited(operation: Operation, *, now: datetime, is_expired: bool) -> Told | None:
    status = status_of(operation)
    if status == PAID:
        return completed(operation, now=now)
    if is_expired or status != "open":
        return give_up(operation, _expired(), now=now)
    if operation.params["card"] == NEW_CARD:
        return None  # after a decline they may enter another card
    answer = payment_of(operation)
    return answered(operation, answer, now=now) if answer.status == FAILED else None


def _looked_up(operation: Operation, told: Told, *, now: datetime) -> Told:
    """Look what it has made, by Stripe's lists, and take that back. Nothing is sent again."""
    if "invoice" not in operation.after:
        if operation.customer.source != SOURCE:
            return told  # no customer, no invoice
        sale = find_sale(
            operation.customer.external_id,
            operation_id=operation.pk,
            recurring=operation.params["recurring"],
        )
        if sale is None:
            return told
        found(operation, sale, now=now)
    return give_up(operation, told, now=now)


def _expired() -> Told:
    message = _("It was not confirmed in time. You have not been charged.")
    return Told(Outcome.REFUSED, message, "not_confirmed")
