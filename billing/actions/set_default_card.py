"""Let a card on file pay: everything, or some subscriptions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Customer
from billing.actions import messages
from billing.actions.card_use import (
    ALL,
    chosen_at_stripe,
    let_pay,
    live_subscriptions,
    now_pays,
    own_subscriptions,
    show,
    target_of,
)
from billing.actions.operation import Asking, Command, Told, carry_out, conclude
from billing.actions.undoing import Inverse, undone_by
from billing.gateway.customers import fetch_customer
from billing.mirror.customers import refresh_customer
from billing.models import Card, Operation, Outcome
from portals.registry import Portal

SET_DEFAULT_CARD = "set_default_card"
UNCHANGED = gettext_lazy("Which card pays what is as before.")


def set_default_card(
    card: Card, asking: Asking, *, subscriptions: str | Collection[str] = ALL
) -> Operation:
    """Have all, or some of the customer's own subscriptions, paid by this card of theirs.

    Raise `Foreign` for somebody else's subscription.
    """
    command = Command(
        SET_DEFAULT_CARD,
        target_of(card.customer, card.external_id),
        ask=lambda operation: _ask(operation, card, now=asking.now),
        unchanged=UNCHANGED,
        params={
            "subscriptions": own_subscriptions(card.customer, subscriptions),
            "was": _paid_all(card.customer) if subscriptions == ALL else "",
        },
    )
    return carry_out(command, asking)


def settle_default_card(operation: Operation, *, now: datetime, is_over: bool) -> None:
    """Look whether the card pays what it was to pay. Raise the gateway's errors."""
    if _is_so(operation):
        show(lambda: refresh_customer(operation.customer.external_id, now=now))
        conclude(operation, _done(operation), now=now)
    elif is_over:
        show(lambda: refresh_customer(operation.customer.external_id, now=now))
        told = Told(Outcome.REFUSED, messages.not_done(str(UNCHANGED)), "not_done")
        conclude(operation, told, now=now)


@undone_by(SET_DEFAULT_CARD)
def _way_back(operation: Operation, _portal: Portal) -> Inverse | None:
    """Let the card before pay again, where that one paid for everything."""
    was = operation.params.get("was")
    return Inverse("default", {"card": was}) if was and was != operation.target else None


def _paid_all(customer: Customer) -> str:
    """The main card, if no subscription has another one of its own; else nothing."""
    main = Card.objects.filter(customer=customer, is_default=True).first()
    if main is None:
        return ""
    own = {one.card_external_id for one in live_subscriptions(customer.pk)}
    return main.external_id if own <= {"", main.external_id} else ""


def _ask(operation: Operation, card: Card, *, now: datetime) -> Told:
    return let_pay(operation, card.external_id, now=now) or _done(operation)


def _is_so(operation: Operation) -> bool:
    customer_id, chosen = operation.customer.external_id, operation.params["subscriptions"]
    own = {one.card_id for one in chosen_at_stripe(customer_id, chosen)}
    if own - {operation.target}:
        return False
    return chosen != ALL or fetch_customer(customer_id).default_card_id == operation.target


def _done(operation: Operation) -> Told:
    pays = now_pays(operation.target, operation.customer_id)
    return Told(Outcome.DONE, pays or _("This is your main card now."))
