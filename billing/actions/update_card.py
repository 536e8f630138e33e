"""Save a new card and let it pay: in two halves, with the customer and their bank in between."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Customer
from billing.actions import declines, messages
from billing.actions.card_use import last4_of, let_pay, now_pays, own_subscriptions, target_of
from billing.actions.operation import (
    OPEN,
    Asking,
    Command,
    Told,
    carry_out,
    conclude,
    take_step,
)
from billing.actions.owed import charge_owed, what_came_of
from billing.gateway.cards import (
    CANCELED,
    FAILED,
    SUCCEEDED,
    begin_setup,
    cancel_setup,
    fetch_setup,
)
from billing.gateway.paying import PAID
from billing.gateway.records import SetupAnswer
from billing.models import Operation, Outcome
from billing.stripe_accounts import acting_for_shop

UPDATE_CARD = "update_card"
UNCHANGED = gettext_lazy("Your cards are as they were.")
GIVEN_UP_AFTER = timedelta(hours=23)  # after a day Stripe forgets our keys: nothing is resent then


def begin_card_update(
    customer: Customer, asking: Asking, *, subscriptions: str | Collection[str], retry: bool
) -> tuple[Operation, str]:
    """Prepare it; return the operation, which waits for the customer, and the browser's secret.

    `subscriptions` is "all" or some of the customer's own; `retry`: what they owe is charged to
    the new card. The secret is empty where there is nothing to go on with. Raise `Foreign` for
    somebody else's subscription, `GatewayError` where the secret of an earlier half is not had.
    """
    secrets: list[str] = []

    def ask(operation: Operation) -> Told:
        made = begin_setup(customer.external_id, operation_id=operation.pk)
        secrets.append(made.client_secret)
        take_step(operation, "begin", now=asking.now, setup=made.external_id)
        message = _("Enter your new card, then save it.")
        return Told(Outcome.WAITING, message, request_id=made.request_id)

    chosen = own_subscriptions(customer, subscriptions)
    command = Command(
        UPDATE_CARD,
        target_of(customer),
        ask=ask,
        unchanged=UNCHANGED,
        params={"subscriptions": chosen, "retry": retry},
    )
    operation = carry_out(command, asking)
    if not secrets and operation.outcome == Outcome.WAITING:
        with acting_for_shop(customer.shop_id):
            secrets.append(fetch_setup(operation.after["setup"]).client_secret)
    return operation, secrets[0] if secrets else ""


def settle_card_update(operation: Operation, *, now: datetime, is_over: bool) -> None:
    """Look whether the card is saved, and let it pay. Whoever comes first does it, once.

    Raise the gateway's errors where Stripe gives no answer: then it stays as it is.
    """
    if operation.outcome in OPEN:
        # No browser was ever given its secret, so no card can be saved by it.
        if is_over or operation.outcome == Outcome.UNKNOWN:
            told = Told(Outcome.REFUSED, messages.not_done(str(UNCHANGED)), "not_done")
            conclude(operation, told, now=now)
        return
    found = fetch_setup(operation.after["setup"])
    if found.status == SUCCEEDED:
        conclude(operation, _saved(operation, found, now=now), now=now)
    elif found.status in (FAILED, CANCELED):
        conclude(operation, _not_saved(found), now=now)
    elif now - operation.created_at >= GIVEN_UP_AFTER:
        conclude(operation, _not_saved(_given_up(operation, found)), now=now)


def _given_up(operation: Operation, found: SetupAnswer) -> SetupAnswer:
    # Raises where it was finished just now: then the next look finds it saved.
    return cancel_setup(found.external_id, operation_id=operation.pk)


def _not_saved(found: SetupAnswer) -> Told:
    code = found.decline_code if found.status == FAILED else "not_finished"
    if code == "not_finished":
        message = _("The card was not entered to the end, so it was not saved.")
        message = f"{message} {UNCHANGED}"
    elif code == "setup_intent_authentication_failure":
        message = _(
            "Your bank did not get your confirmation, so the card was not saved. "
            "You have not been charged. Try again, or use another card."
        )
    else:
        message = f"{declines.words(code)} {UNCHANGED}"
    return Told(Outcome.REFUSED, message, code or "declined", after=_because(found))


def _because(found: SetupAnswer) -> dict[str, str]:
    return {"refused_because": found.message} if found.message else {}


def _saved(operation: Operation, found: SetupAnswer, *, now: datetime) -> Told:
    refused = let_pay(operation, found.card_id, now=now)
    if refused is not None:
        return refused
    owed = charge_owed(operation, found.card_id, now=now) if operation.params["retry"] else {}
    last4 = last4_of(found.card_id, operation.customer_id)
    saved = _("Your card ending %(last4)s is saved.") if last4 else _("Your card is saved.")
    parts = [saved % {"last4": last4}, now_pays(found.card_id, operation.customer_id)]
    parts.append(what_came_of(owed))
    message = " ".join(part for part in parts if part)
    bad = sorted(status for status in owed.values() if status != PAID)
    return Told(Outcome.DONE, message, bad[0] if bad else "", after={"card": found.card_id})
