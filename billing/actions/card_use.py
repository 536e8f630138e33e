"""What the commands about cards share: whose cards, which of them pays what, each write once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from accounts.models import Customer
from billing.actions.errors import Foreign
from billing.actions.operation import Target, Told, take_step
from billing.gateway.cards import set_default_card, set_subscription_card
from billing.gateway.customers import fetch_customer
from billing.gateway.errors import GatewayError, OutcomeUnknown, Refused
from billing.gateway.records import SubscriptionRecord
from billing.gateway.subscriptions import list_subscriptions
from billing.mirror.customers import refresh_customer
from billing.mirror.locks import locked
from billing.mirror.subscriptions import refresh_subscription
from billing.models import Card, Operation, Outcome, Subscription
from billing.models.subscriptions import ENDED_STATES

logger = logging.getLogger(__name__)

ALL = "all"
Chosen = str | list[str]


def target_of(customer: Customer, target: str = "") -> Target:
    """Return a customer's cards, or the one of them named, as what a change is about."""
    cards = Card.objects.filter(customer=customer).order_by("-is_default", "-id")
    before = {"cards": list(cards.values_list("external_id", flat=True))}
    return Target(customer.pk, customer.shop_id, target or customer.external_id, before=before)


def own_subscriptions(customer: Customer, chosen: str | Collection[str]) -> Chosen:
    """Return what was chosen: all, or some of the customer's own. Raise `Foreign` for others."""
    if chosen == ALL:
        return ALL
    wanted = set(chosen)
    own = live_subscriptions(customer.pk).filter(external_id__in=wanted)
    if not wanted or own.count() != len(wanted):
        raise Foreign(_("This subscription is not yours, or it has ended."), "foreign")
    return sorted(wanted)


def live_subscriptions(customer_id: int) -> Any:
    """Return the subscriptions of a customer that are not over."""
    found = Subscription.objects.filter(customer_id=customer_id)
    return found.exclude(state__in=ENDED_STATES).order_by("-started_at", "-id")


def let_pay(operation: Operation, card_id: str, *, now: datetime) -> Told | None:
    """Let a card pay what the operation has chosen; return what is told if Stripe refuses.

    All: whatever has no card of its own, and each subscription that has one. Some: these get the
    card as their own, and what else there is keeps the card it has. May be done again: what is
    done is not sent again, what may be under way is sent under the same key.
    """
    customer_id = operation.customer.external_id
    chosen: Chosen = operation.params["subscriptions"]
    try:
        if chosen == ALL or not fetch_customer(customer_id).default_card_id:
            step_once(
                operation,
                "default",
                lambda step: set_default_card(
                    customer_id, card_id, operation_id=operation.pk, step=step
                ),
                now=now,
            )
        for subscription in chosen_at_stripe(customer_id, chosen):
            _let_pay_one(operation, subscription, card_id, now=now)
        told = None
    except Refused as fault:
        told = _partly(operation, fault)
    show(lambda: refresh_customer(customer_id, now=now))
    return told


def chosen_at_stripe(customer_id: str, chosen: Chosen) -> list[SubscriptionRecord]:
    """Return the live subscriptions that have to be told of a new card, as Stripe has them."""
    live = [one for one in list_subscriptions(customer_id) if one.state not in ENDED_STATES]
    if chosen == ALL:
        return [one for one in live if one.card_id]
    return [one for one in live if one.external_id in chosen]


def step_once(
    operation: Operation, step: str, write: Callable[[str], str], *, now: datetime
) -> None:
    """Do one step and write it down, unless it is written down already.

    A browser that comes back and a webhook may both be at it: Stripe does it once by its key, and
    the trail tells of it once. Each step is of a kind that done twice is done once, so it may be
    asked for under another key where Stripe has kept a failure of its own under the first.
    """
    if step in operation.after.get("steps", ()):
        return
    tries = operation.after.get("tries", {}).get(step, 0)
    try:
        request_id = write(f"{step}:{tries}" if tries else step)
    except OutcomeUnknown as fault:
        if fault.code.startswith("status_5"):
            _note(operation, tries={step: tries + 1})
        raise
    write_down(operation, step, now=now, request_id=request_id)


def write_down(
    operation: Operation, step: str, *, now: datetime, request_id: str = "", **after: Any
) -> None:
    """Write down that a step is done, with what it has found, unless somebody else has."""
    with transaction.atomic():
        locked(operation.customer_id)
        operation.refresh_from_db(fields=["after"])
        done = operation.after.get("steps", [])
        if step not in done:
            take_step(operation, step, now=now, request_id=request_id, steps=[*done, step], **after)


def _note(operation: Operation, *, tries: dict[str, int]) -> None:
    with transaction.atomic():
        locked(operation.customer_id)
        operation.refresh_from_db(fields=["after"])
        operation.after["tries"] = {**operation.after.get("tries", {}), **tries}
        operation.save(update_fields=["after"])


def show(refresh: Callable[[], None]) -> None:
    """Bring a row up to date. What goes wrong with that, the webhook's handler mends."""
    try:
        refresh()
    except GatewayError:
        logger.warning("The mirror of a card waits for its webhook.")


def pays(card_id: str, customer_id: int) -> list[str]:
    """Return the names of what a card pays, as the mirror has it."""
    is_default = Card.objects.filter(
        customer_id=customer_id, external_id=card_id, is_default=True
    ).exists()
    by = {card_id, ""} if is_default else {card_id}
    return [one.title for one in live_subscriptions(customer_id) if one.card_external_id in by]


def listed(titles: list[str]) -> str:
    """Return names as people list them: “Tea, Coffee and Cups”."""
    return get_text_list(titles, _("and"))


def now_pays(card_id: str, customer_id: int) -> str:
    """Return the sentence that says what a card pays from now on; empty where it is nothing."""
    titles = pays(card_id, customer_id)
    return _("It pays %(titles)s from now on.") % {"titles": listed(titles)} if titles else ""


def last4_of(card_id: str, customer_id: int) -> str:
    """Return the last digits of a card, empty where the mirror does not have it yet."""
    found = Card.objects.filter(customer_id=customer_id, external_id=card_id)
    return found.values_list("last4", flat=True).first() or ""


def _let_pay_one(
    operation: Operation, subscription: SubscriptionRecord, card_id: str, *, now: datetime
) -> None:
    target = subscription.external_id
    step_once(
        operation,
        target,
        lambda step: set_subscription_card(target, card_id, operation_id=operation.pk, step=step),
        now=now,
    )
    show(lambda: refresh_subscription(target, now=now))


def _partly(operation: Operation, fault: Refused) -> Told:
    is_partly = bool(operation.after.get("steps"))
    message = (
        _("Not everything could be changed. See below which card pays what, then try again.")
        if is_partly
        else _("Our payment partner did not accept this. Which card pays what is as before.")
    )
    return Told(
        Outcome.REFUSED,
        message,
        fault.decline_code or fault.code,
        after={"refused_because": fault.message},
        request_id=fault.request_id,
    )
