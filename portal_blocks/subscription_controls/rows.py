"""Turns subscriptions into what the block shows: state, what happens next, what can be done."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from billing.models import Subscription, SubscriptionState
from portal_blocks.base import Place
from portal_blocks.cards import card_label, card_of
from portal_blocks.subscription_controls.offers import Offer, offers_for
from portal_blocks.viewer import Viewer
from portal_blocks.words import day, price
from themes.formats import every

State = SubscriptionState
TONES = {
    State.TRIALING: "ok",
    State.ACTIVE: "ok",
    State.PAST_DUE: "danger",
    State.PAUSED: "warn",
    State.ENDING: "warn",
    State.INCOMPLETE: "warn",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """A line above a subscription's controls."""

    tone: str
    text: str


@dataclass(frozen=True, slots=True)
class SubscriptionRow:
    """One subscription on the page."""

    subscription: Subscription
    title: str
    picture: str
    state_label: str
    tone: str
    price: str
    sentence: str
    card_label: str
    actions: list[Offer]
    notice: Notice | None


def subscription_row(
    subscription: Subscription, value: Mapping[str, Any], viewer: Viewer, place: Place
) -> SubscriptionRow:
    """Return what the block shows of one subscription."""
    card = card_of(subscription, viewer.data.cards)
    label = card_label(card) if card else ""
    waiting = subscription.is_being_checked
    offers = [] if waiting else offers_for(subscription, viewer, label)
    return SubscriptionRow(
        subscription=subscription,
        title=subscription.title,
        picture=next((i["image_url"] for i in subscription.items if i.get("image_url")), ""),
        state_label=str(subscription.get_state_display()),
        tone=TONES.get(State(subscription.state), "muted"),
        price=f"{price(subscription, viewer)} {every(subscription)}",
        sentence=sentence_of(subscription, label, viewer),
        card_label=label,
        actions=[
            replace(offer, url=place.action_url(offer.name), operation_id=uuid.uuid4())
            for offer in offers
            if value.get(offer.switch)
        ],
        notice=Notice("info", _checking()) if waiting else None,
    )


def sentence_of(subscription: Subscription, card: str, viewer: Viewer) -> str:
    """Say what happens next."""
    words = SENTENCES.get(State(subscription.state))
    return words(subscription, card, viewer) if words else ""


def _next_charge(subscription: Subscription, card: str, viewer: Viewer) -> str:
    if subscription.current_period_end is None:
        return ""
    facts = {
        "amount": price(subscription, viewer),
        "date": day(subscription.current_period_end, viewer),
        "card": card,
    }
    if not card:
        return _("Your next charge is %(amount)s on %(date)s.") % facts
    return _("Your next charge is %(amount)s on %(date)s, to %(card)s.") % facts


def _trial(subscription: Subscription, card: str, viewer: Viewer) -> str:
    if subscription.trial_ends_at is None:
        return _next_charge(subscription, card, viewer)
    facts = {
        "amount": price(subscription, viewer),
        "date": day(subscription.trial_ends_at, viewer),
        "card": card,
    }
    if not card:
        return _("Your trial is free until %(date)s. Then it is %(amount)s.") % facts
    return _("Your trial is free until %(date)s. Then we charge %(amount)s to %(card)s.") % facts


def _past_due(_subscription: Subscription, card: str, _viewer: Viewer) -> str:
    if not card:
        return _("The last payment did not go through. We will try again in the next days.")
    return _(
        "The last payment did not go through. We will try %(card)s again in the next days; "
        "make sure that it can be charged."
    ) % {"card": card}


def _paused(subscription: Subscription, _card: str, viewer: Viewer) -> str:
    if subscription.resumes_at is not None:
        date = day(subscription.resumes_at, viewer)
        return _("Paused until %(date)s. Nothing is charged or sent until then.") % {"date": date}
    return _("Nothing is charged or sent until you restart.")


def _ending(subscription: Subscription, _card: str, viewer: Viewer) -> str:
    ends = subscription.cancel_at or subscription.current_period_end
    if ends is None:
        return _("It will not renew, and nothing more is charged.")
    return _("It ends on %(date)s. Nothing more is charged.") % {"date": day(ends, viewer)}


def _ended(subscription: Subscription, _card: str, viewer: Viewer) -> str:
    if subscription.ended_at is None:
        return _("It has ended. Nothing more is charged.")
    return _("It ended on %(date)s. Nothing more is charged.") % {
        "date": day(subscription.ended_at, viewer)
    }


def _incomplete(_subscription: Subscription, _card: str, _viewer: Viewer) -> str:
    return _("The first payment has not gone through, so it has not started.")


SENTENCES: Mapping[State, Callable[[Subscription, str, Viewer], str]] = {
    State.TRIALING: _trial,
    State.ACTIVE: _next_charge,
    State.PAST_DUE: _past_due,
    State.PAUSED: _paused,
    State.ENDING: _ending,
    State.CANCELLED: _ended,
    State.EXPIRED: _ended,
    State.INCOMPLETE: _incomplete,
}


def _checking() -> str:
    return _(
        "We are checking your last change with our payment partner. "
        "You can close this page; nothing is done twice."
    )
