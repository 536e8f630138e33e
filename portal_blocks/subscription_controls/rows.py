"""Turns subscriptions into what the block shows: state, what happens next, what can be done."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from billing.models import PaymentState, Subscription, SubscriptionState
from portal_blocks.base import Place
from portal_blocks.cards import card_label, card_of
from portal_blocks.subscription_controls.offer import About, Offer
from portal_blocks.subscription_controls.offers import offers_for
from portal_blocks.viewer import Viewer
from portal_blocks.words import amount, day, price
from themes.formats import every

State = SubscriptionState
AT_ONCE = 3
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
    """One subscription on the page.

    Of what can be done, `primary` stands out, `actions` stand in a row and `more` behind a word.
    """

    subscription: Subscription
    title: str
    picture: str
    state_label: str
    tone: str
    price: str
    discounts: list[str]
    sentence: str
    card_label: str
    actions: list[Offer]
    notice: Notice | None
    primary: Offer | None = None
    more: list[Offer] = field(default_factory=list)


def subscription_row(
    subscription: Subscription,
    value: Mapping[str, Any],
    viewer: Viewer,
    place: Place,
    *,
    sold: frozenset[str] = frozenset(),
) -> SubscriptionRow:
    """Return what the block shows of one subscription. `sold`: the prices it can be bought at."""
    card = card_of(subscription, viewer.data.cards)
    label = card_label(card) if card else ""
    is_checked, asks = subscription.is_being_checked, bank_asks(subscription, viewer)
    about = About(subscription, viewer, label, value, sold)
    offers = [] if is_checked else [_placed(offer, about, place) for offer in offers_for(about)]
    primary = next((offer for offer in offers if offer.primary), None)
    actions, more = _arranged([offer for offer in offers if not offer.primary])
    return SubscriptionRow(
        subscription=subscription,
        title=subscription.title,
        picture=next((i["image_url"] for i in subscription.items if i.get("image_url")), ""),
        state_label=_("Confirm your payment") if asks else str(subscription.get_state_display()),
        tone="warn" if asks else TONES.get(State(subscription.state), "muted"),
        price=f"{price(subscription, viewer)} {every(subscription)}",
        discounts=discounts_of(subscription, viewer),
        sentence=_bank_asks() if asks else sentence_of(subscription, label, viewer),
        card_label=label,
        actions=actions,
        notice=_notice(subscription),
        primary=primary,
        more=more,
    )


def bank_asks(subscription: Subscription, viewer: Viewer) -> bool:
    """Whether the bank wants the customer for the last payment: then it has not failed."""
    return subscription.state == State.PAST_DUE and any(
        bill.order.subscription_id == subscription.pk
        and bill.order.payment_state == PaymentState.REQUIRES_ACTION
        for bill in viewer.data.bills
    )


def discounts_of(subscription: Subscription, viewer: Viewer) -> list[str]:
    """Say what is taken off, and how long."""
    return [_discount(one, subscription, viewer) for one in subscription.discounts]


def _discount(one: Mapping[str, Any], subscription: Subscription, viewer: Viewer) -> str:
    percent = one.get("percent_off")
    off = f"{percent:g} %" if percent is not None else ""
    if one.get("amount_off") is not None:
        off = amount(one["amount_off"], subscription.currency, viewer)
    facts = {"off": off, "name": one.get("name") or ""}
    words = _("%(off)s off (%(name)s)") % facts if facts["name"] else _("%(off)s off") % facts
    if not one.get("ends_at"):
        return words
    ends = day(datetime.fromisoformat(one["ends_at"]), viewer)
    return _("%(words)s until %(date)s") % {"words": words, "date": ends}


def _placed(offer: Offer, about: About, place: Place) -> Offer:
    """Give an offer its address, and a form an id of its own."""
    if offer.link:
        return offer
    if offer.view:
        return replace(offer, link=place.view_url(offer.view, about.subscription.external_id))
    return replace(offer, url=place.action_url(offer.name), operation_id=uuid.uuid4())


def _arranged(offers: list[Offer]) -> tuple[list[Offer], list[Offer]]:
    """Show a few; of many, the most likely and how to give up, and the others behind a word."""
    if len(offers) <= AT_ONCE + 1:
        return offers, []  # a word in place of one action would spare nothing
    shown = [*offers[: AT_ONCE - 1], *(one for one in offers if one.danger)]
    return shown, [offer for offer in offers if offer not in shown]


def _notice(subscription: Subscription) -> Notice | None:
    if subscription.is_being_checked:
        return Notice("info", _checking())
    if subscription.waits_for is not None:
        return Notice("warning", _waiting())
    return None


def sentence_of(subscription: Subscription, card: str, viewer: Viewer) -> str:
    """Say what happens next."""
    words = SENTENCES.get(State(subscription.state))
    return words(subscription, card, viewer) if words else ""


def _next_charge(subscription: Subscription, card: str, viewer: Viewer) -> str:
    if subscription.current_period_end is None:
        return ""
    facts = {
        "amount": _charge(subscription, viewer),
        "date": day(subscription.current_period_end, viewer),
        "card": card,
    }
    said = _("Your next charge is %(amount)s on %(date)s.")
    if card:
        said = _("Your next charge is %(amount)s on %(date)s, to %(card)s.")
    if subscription.moved_from is None:
        return said % facts
    facts["origin"] = day(subscription.moved_from, viewer)
    return " ".join([said % facts, _("It was moved from %(origin)s.") % facts])


def _charge(subscription: Subscription, viewer: Viewer) -> str:
    """What a renewal costs; what a discount leaves of it is Stripe's to reckon."""
    whole = price(subscription, viewer)
    if not subscription.discounts:
        return whole
    return _("%(amount)s, less your discount,") % {"amount": whole}


def _trial(subscription: Subscription, card: str, viewer: Viewer) -> str:
    if subscription.trial_ends_at is None:
        return _next_charge(subscription, card, viewer)
    facts = {
        "amount": _charge(subscription, viewer),
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


def _bank_asks() -> str:
    return _("Your bank wants you to confirm the last payment. It has not been charged yet.")


def _paused(subscription: Subscription, _card: str, viewer: Viewer) -> str:
    if subscription.returns_at is not None:
        date = day(subscription.returns_at, viewer)
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


def _waiting() -> str:
    return _(
        "Your bank wants you to confirm a payment for your last change. "
        "Nothing is charged or changed until you do."
    )
