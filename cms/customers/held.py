"""What a customer has, as lines for the support desk: what runs first, a few at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from billing.models import Card, Subscription, SubscriptionState
from portal_blocks.addresses.phones import phone_shown
from portal_blocks.cards import card_label, is_running
from themes import formats

AT_ONCE, AT_MOST = 10, 100
PAGE = "see/subscription_controls/subscription/"  # of one subscription, below the desk


@dataclass(frozen=True, slots=True)
class Line:
    """One thing: its name, how it stands, what else is to be said of it, where to act on it."""

    title: str
    state: str
    about: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """Those that are shown at once, more that are opened, and how many are left out."""

    shown: list[Line]
    more: list[Line]
    left_out: int = 0


def subscriptions_held(subscriptions: Iterable[Subscription], *, desk_url: str = "") -> Held:
    """Return subscriptions, the running ones first; `desk_url` is for whoever may act on them."""
    ordered = sorted(subscriptions, key=lambda one: not is_running(one))
    lines = [_subscription(one, desk_url) for one in ordered[:AT_MOST]]
    return _held(lines, left_out=len(ordered) - len(lines))


def cards_held(cards: Iterable[Card]) -> Held:
    """Return cards in their order: the main one comes first."""
    every = list(cards)
    return _held([_card(one) for one in every[:AT_MOST]], left_out=len(every[AT_MOST:]))


def phone_of(phone: str) -> str:
    """Return a number as people write it who call it from another country."""
    return phone_shown(phone, "")


def _held(lines: list[Line], *, left_out: int) -> Held:
    return Held(lines[:AT_ONCE], lines[AT_ONCE:], left_out)


def _subscription(one: Subscription, desk_url: str) -> Line:
    state = str(one.get_state_display())
    checked = _("%(state)s, being checked") % {"state": state}
    price = f"{formats.money(one.amount, one.currency)} {formats.every(one)}"
    about = " · ".join(filter(None, (price, _next(one))))
    url = f"{desk_url}{PAGE}{one.external_id}/" if desk_url else ""
    return Line(str(one), checked if one.is_being_checked else state, about, url)


def _next(one: Subscription) -> str:
    """What comes next, or came last, with its day."""
    words = {
        SubscriptionState.ENDING: (_("ends %(day)s"), one.cancel_at or one.current_period_end),
        SubscriptionState.PAUSED: (_("goes on %(day)s"), one.returns_at),
        SubscriptionState.CANCELLED: (_("ended %(day)s"), one.ended_at),
        SubscriptionState.EXPIRED: (_("ended %(day)s"), one.ended_at),
    }
    charged = (_("next charge %(day)s"), one.next_charge_at)
    sentence, moment = words.get(SubscriptionState(one.state), charged)
    return sentence % {"day": _day(moment)} if moment else ""


def _card(one: Card) -> Line:
    until = f"{one.exp_month:02d}/{one.exp_year}"
    return Line(card_label(one), until, _("Main card") if one.is_default else "")


def _day(moment: datetime) -> str:
    return formats.short_date(localtime(moment).date())
