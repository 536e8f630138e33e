"""Turns subscriptions into what the block shows: state, what happens next, what can be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.models import Subscription, SubscriptionState
from portal_blocks.base import Place, Said
from portal_blocks.cards import card_label, card_of
from portal_blocks.charge_words import bank_asks, discounts_of, sentence_of, title_of
from portal_blocks.subscription_controls import listing
from portal_blocks.subscription_controls.offer import About, Offer
from portal_blocks.subscription_controls.offers import main_offer, offers_for
from portal_blocks.subscription_controls.placing import Placing
from portal_blocks.viewer import Viewer
from portal_blocks.words import price
from themes.formats import every

State = SubscriptionState
AT_ONCE = 3
NAMED = 3
TONES = {
    State.TRIALING: "ok",
    State.ACTIVE: "ok",
    State.PAST_DUE: "danger",
    State.PAUSED: "warn",
    State.ENDING: "warn",
    State.INCOMPLETE: "warn",
}
ICONS = {State.PAUSED: "circle-pause", State.UNKNOWN: "hourglass"}


@dataclass(frozen=True, slots=True)
class Notice:
    """A line above a subscription's controls."""

    tone: str
    text: str


@dataclass(frozen=True, slots=True)
class SubscriptionRow:
    """One subscription on the page.

    Of what can be done, `primary` stands out, `actions` stand in a row, `more` behind a word and
    `last` ends it. `url` is its own page, empty where it has none; `said` what a button came to.
    """

    subscription: Subscription
    title: str
    picture: str
    state_label: str
    tone: str
    icon: str
    price: str
    discounts: list[str]
    sentence: str
    card_label: str
    notice: Notice | None
    anchor: str
    primary: Offer | None = None
    actions: list[Offer] = field(default_factory=list)
    more: list[Offer] = field(default_factory=list)
    last: list[Offer] = field(default_factory=list)
    more_words: str = ""
    is_more_open: bool = False
    url: str = ""
    shown_at: str = ""
    said: Said | None = None


def subscription_row(
    subscription: Subscription,
    value: Mapping[str, Any],
    viewer: Viewer,
    place: Place,
    *,
    sold: frozenset[str] = frozenset(),
    shown_at: str = "",
) -> SubscriptionRow:
    """Return what is shown of one subscription. `sold`: the prices it can be bought at.

    `shown_at` is its own page, where that is what is shown: all that can be done lies open there.
    """
    row = _told(subscription, value, viewer, place)
    if subscription.is_being_checked:
        return replace(row, shown_at=shown_at)
    about = About(subscription, viewer, row.card_label, value, sold)
    placing = Placing(about, place, shown_at)
    offers = [placing.placed(offer) for offer in offers_for(about)]
    primary = next((offer for offer in offers if offer.primary), None)
    others = [offer for offer in offers if not (offer.primary or offer.danger)]
    last = [offer for offer in offers if offer.danger]
    if row.url and not shown_at:
        others.append(Offer(name="past", switch="", label=_("Orders and changes"), link=row.url))
    actions, more = (others, []) if shown_at else _arranged(others, len(last))
    is_more_open = any(offer.open for offer in more)
    return replace(
        row,
        primary=primary,
        actions=actions,
        more=more,
        more_words=_words_of(more),
        last=last,
        is_more_open=is_more_open,
        shown_at=shown_at,
    )


def subscription_line(
    subscription: Subscription,
    value: Mapping[str, Any],
    viewer: Viewer,
    place: Place,
    *,
    sold: frozenset[str] = frozenset(),
) -> SubscriptionRow:
    """Return what is shown of one among many: the main thing to do leads to its own page."""
    row = _told(subscription, value, viewer, place)
    about = About(subscription, viewer, row.card_label, value, sold)
    main = main_offer(about)
    if main is None:
        return row
    asked = urlencode({"open": main.name, "subscription": subscription.external_id})
    link = main.link or f"{row.url}?{asked}"
    if main.view:
        link = place.view_url(main.view, subscription.external_id)
    return replace(row, primary=replace(main, link=link))


def _told(
    subscription: Subscription, value: Mapping[str, Any], viewer: Viewer, place: Place
) -> SubscriptionRow:
    """What is said of a subscription, whatever can be done about it."""
    card = card_of(subscription, viewer.data.cards)
    label = card_label(card) if card else ""
    asks, state = bank_asks(subscription, viewer), State(subscription.state)
    said, has_page = listing.said_of(subscription, place), listing.has_page(value)
    is_told = said is not None and said.is_checking
    return SubscriptionRow(
        subscription=subscription,
        title=title_of(subscription),
        picture=next((i["image_url"] for i in subscription.items if i.get("image_url")), ""),
        state_label=_("Confirm your payment") if asks else str(subscription.get_state_display()),
        tone="warn" if asks else TONES.get(state, "muted"),
        icon=ICONS.get(state, ""),
        price=f"{price(subscription, viewer)} {every(subscription)}",
        discounts=discounts_of(subscription, viewer),
        sentence=sentence_of(subscription, label, viewer),
        card_label=label,
        notice=None if is_told else _notice(subscription),
        anchor=listing.anchor_of(subscription, place),
        url=place.view_url(listing.VIEW, subscription.external_id) if has_page else "",
        said=said,
    )


def _arranged(others: list[Offer], last: int) -> tuple[list[Offer], list[Offer]]:
    """Show a few; of many, the most likely and how to give up, and the others behind a word."""
    if len(others) + last <= AT_ONCE + 1:
        return others, []  # a word in place of one action would spare nothing
    return others[: AT_ONCE - 1], others[AT_ONCE - 1 :]


def _words_of(more: list[Offer]) -> str:
    """Name what stands behind a word: all of a few, else the first ones and how many others."""
    if len(more) <= NAMED:
        return " · ".join(offer.label for offer in more)
    left = len(more) - NAMED + 1
    others = ngettext("%(count)d more", "%(count)d more", left) % {"count": left}
    return " · ".join([*(offer.label for offer in more[: NAMED - 1]), others])


def _notice(subscription: Subscription) -> Notice | None:
    if subscription.is_being_checked:
        return Notice("info", _checking())
    if subscription.waits_for is not None:
        return Notice("warning", _waiting())
    return None


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
