"""How blocks speak of a card, and which card pays a subscription."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from billing.models import Card, Subscription
from billing.models.subscriptions import ENDED_STATES

BRANDS = {
    "amex": "American Express",
    "diners": "Diners Club",
    "discover": "Discover",
    "jcb": "JCB",
    "mastercard": "Mastercard",
    "unionpay": "UnionPay",
    "visa": "Visa",
}


def card_label(card: Card) -> str:
    """Return the words for a card, such as “Visa ending 4242”."""
    brand = BRANDS.get(card.brand, card.brand.replace("_", " ").title() or _("Card"))
    return _("%(brand)s ending %(last4)s") % {"brand": brand, "last4": card.last4}


def card_of(subscription: Subscription, cards: Sequence[Card]) -> Card | None:
    """Return the card that pays a subscription: its own, else the customer's default one.

    None where its own is no card of ours: a direct debit, say.
    """
    if subscription.card_external_id:
        own = (card for card in cards if card.external_id == subscription.card_external_id)
        return next(own, None)
    default = (
        card for card in cards if card.is_default and card.customer_id == subscription.customer_id
    )
    return next(default, None)


def last_day_of(card: Card) -> date:
    """Return the last day on which a card is good."""
    days = calendar.monthrange(card.exp_year, card.exp_month)[1]
    return date(card.exp_year, card.exp_month, days)


def is_running(subscription: Subscription) -> bool:
    """Whether a subscription is not over."""
    return subscription.state not in ENDED_STATES
