"""Take a card off the file, unless something would be left that nobody pays."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.actions import messages
from billing.actions.card_use import listed, live_subscriptions, pays, show, step_once, target_of
from billing.actions.operation import OPEN, Asking, Command, Told, carry_out, conclude
from billing.gateway.cards import detach_card, set_default_card
from billing.gateway.customers import fetch_customer, list_cards
from billing.gateway.subscriptions import list_subscriptions
from billing.mirror.customers import refresh_customer
from billing.models import Card, Operation, Outcome
from billing.models.subscriptions import ENDED_STATES

REMOVE_CARD = "remove_card"
UNCHANGED = gettext_lazy("Your cards are as they were.")


def remove_card(card: Card, asking: Asking) -> Operation:
    """Take it off. Refused while it pays a subscription, and for the last card of a live one."""
    command = Command(
        REMOVE_CARD,
        target_of(card.customer, card.external_id),
        ask=lambda operation: _ask(operation, card, now=asking.now),
        unchanged=UNCHANGED,
        answer=why_it_stays(card),
    )
    return carry_out(command, asking)


def settle_removed_card(operation: Operation, *, now: datetime, is_over: bool) -> None:
    """Look whether the card is gone. Raise the gateway's errors."""
    customer_id = operation.customer.external_id
    is_gone = all(one.external_id != operation.target for one in list_cards(customer_id))
    if not (is_gone or is_over):
        return
    show(lambda: refresh_customer(customer_id, now=now))
    not_done = Told(Outcome.REFUSED, messages.not_done(str(UNCHANGED)), "not_done")
    conclude(operation, _done() if is_gone else not_done, now=now)


def why_it_stays(card: Card) -> Told | None:
    """Return why a card may not be taken off, as the mirror has it; None where it may."""
    paid = pays(card.external_id, card.customer_id)
    live = live_subscriptions(card.customer_id)
    is_last = not Card.objects.filter(customer=card.customer).exclude(pk=card.pk).exists()
    if is_last and live.exists():
        return _last([one.title for one in live])
    return _still_pays(paid) if paid else None


def _ask(operation: Operation, card: Card, *, now: datetime) -> Told:
    """Look at Stripe itself before anything is taken off: the mirror may be a moment behind."""
    customer_id = operation.customer.external_id
    cards = {one.external_id for one in list_cards(customer_id)}
    others = sorted(cards - {card.external_id})
    default = fetch_customer(customer_id).default_card_id
    live = [one for one in list_subscriptions(customer_id) if one.state not in ENDED_STATES]
    stays = _why_at_stripe(card.external_id, default, [one.card_id for one in live], others=others)
    if stays is not None or _others_are_at_it(operation):
        show(lambda: refresh_customer(customer_id, now=now))
        return stays or _busy()
    if default == card.external_id and others:
        new = _newest(card, others)
        step_once(
            operation,
            "default",
            lambda step: set_default_card(customer_id, new, operation_id=operation.pk, step=step),
            now=now,
        )
    if card.external_id in cards:
        step_once(
            operation,
            "detach",
            lambda step: detach_card(card.external_id, operation_id=operation.pk, step=step),
            now=now,
        )
    show(lambda: refresh_customer(customer_id, now=now))
    return _done()


def _why_at_stripe(card_id: str, default: str, own: list[str], *, others: list[str]) -> Told | None:
    if own and not others:
        return _last([])
    is_needed = card_id in own or (default == card_id and "" in own)
    return _still_pays([]) if is_needed else None


def _newest(card: Card, others: list[str]) -> str:
    found = Card.objects.filter(customer=card.customer, external_id__in=others).order_by("-id")
    return found.values_list("external_id", flat=True).first() or others[0]


def _others_are_at_it(operation: Operation) -> bool:
    """Whether another change of this customer's cards is under way: two removals leave no card."""
    names = (REMOVE_CARD, "set_default_card", "update_card")
    rows = Operation.objects.filter(
        customer_id=operation.customer_id, action__in=names, outcome__in=OPEN
    )
    return rows.exclude(pk=operation.pk).exists()


def _done() -> Told:
    return Told(Outcome.DONE, _("The card is removed."))


def _busy() -> Told:
    message = _("Another change of your cards is under way. Please try again in a minute.")
    return Told(Outcome.REFUSED, message, "busy")


def _last(titles: list[str]) -> Told:
    what = {"titles": listed(titles) or _("a subscription")}
    message = _(
        "This is your only card, and %(titles)s needs one. Add another card first, "
        "or cancel the subscription."
    )
    return Told(Outcome.REFUSED, message % what, "last_card")


def _still_pays(titles: list[str]) -> Told:
    what = {"titles": listed(titles) or _("a subscription")}
    message = _("This card pays %(titles)s. Let another card pay first, then remove this one.")
    return Told(Outcome.REFUSED, message % what, "still_pays")
