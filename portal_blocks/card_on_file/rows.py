"""Turns cards into what the block shows: what each pays, how long it is good, what can be done."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from billing.models import Card, Subscription
from portal_blocks.base import Place
from portal_blocks.cards import card_label, card_of, is_running, last_day_of
from portal_blocks.viewer import Viewer
from portal_blocks.words import day

WARN_BEFORE = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a card, and what it brings. Without a label there is only the sentence."""

    name: str
    sentence: str
    label: str = ""
    url: str = ""
    operation_id: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True, slots=True)
class CardRow:
    """One card, as the template shows it. `checking`: a change of it is not settled yet.

    `failed` says that a payment with it did not go through, unless what is owed says so already;
    `warning`, what its end means for what it pays.
    """

    card: Card
    label: str
    expires: str
    expired: bool
    expiring: bool
    is_default: bool
    pays: list[str]
    failed: str = ""
    warning: str = ""
    checking: bool = False
    changes: list[Change] = field(default_factory=list)

    @property
    def changes_label(self) -> str:
        """What the changes stand behind: where there is but one, it says which."""
        is_removal = [change.name for change in self.changes] == ["remove"]
        return _("Remove") if is_removal else _("Change")


def card_row(card: Card, value: Mapping[str, Any], viewer: Viewer, place: Place) -> CardRow:
    """Return what the block shows of one card."""
    today = localdate(viewer.subject.now, viewer.portal.tz)
    last_day = last_day_of(card)
    paid = paid_by(card, viewer)
    checking = bool(card.__dict__.get("has_open_operation"))
    return CardRow(
        card=card,
        label=card_label(card),
        expires=f"{card.exp_month:02d}/{card.exp_year % 100:02d}",
        expired=last_day < today,
        expiring=_is_expiring(last_day, today),
        is_default=card.is_default,
        pays=[subscription.title for subscription in paid],
        failed="" if viewer.data.bills and value.get("allow_pay") else _failed(paid),
        warning=_warning(paid, viewer, last_day, today=today),
        checking=checking,
        changes=[] if checking else _changes(card, paid, value, viewer=viewer, place=place),
    )


def paid_by(card: Card, viewer: Viewer) -> list[Subscription]:
    """Return the running subscriptions that a card pays."""
    return [one for one in _running(viewer) if card_of(one, viewer.data.cards) == card]


def _changes(
    card: Card,
    paid: Sequence[Subscription],
    value: Mapping[str, Any],
    *,
    viewer: Viewer,
    place: Place,
) -> list[Change]:
    changes = []
    if value.get("allow_update") and not _pays_all(card, paid, viewer):
        changes.append(_make_main(card, viewer, place))
    if value.get("allow_remove"):
        changes.append(_remove(card, paid, viewer, place))
    return changes


def _pays_all(card: Card, paid: Sequence[Subscription], viewer: Viewer) -> bool:
    own = [one for one in _running(viewer) if one.customer_id == card.customer_id]
    return card.is_default and len(paid) == len(own)


def _make_main(card: Card, viewer: Viewer, place: Place) -> Change:
    titles = [one.title for one in _running(viewer) if one.customer_id == card.customer_id]
    sentence = (
        _("%(titles)s: all of it is charged to this card from now on. Nothing is charged today.")
        % {"titles": ", ".join(titles)}
        if titles
        else _("What you buy next is charged to this card. Nothing is charged today.")
    )
    return Change("default", sentence, _("Make it my main card"), place.action_url("default"))


def _remove(card: Card, paid: Sequence[Subscription], viewer: Viewer, place: Place) -> Change:
    """Offer to remove a card, or say why that has to wait: as the command would."""
    others = [
        one for one in viewer.data.cards if one.customer_id == card.customer_id and one != card
    ]
    running = [one for one in _running(viewer) if one.customer_id == card.customer_id]
    if running and not others:
        words = _("It cannot be removed while %(titles)s needs it. Add another card first.")
        return Change("remove", words % {"titles": ", ".join(one.title for one in running)})
    if paid:
        words = _("To remove it, let another card pay for %(titles)s first.")
        return Change("remove", words % {"titles": ", ".join(one.title for one in paid)})
    sentence = _("We forget this card. To use it again you would enter it anew.")
    return Change("remove", sentence, _("Remove this card"), place.action_url("remove"))


def _is_expiring(last_day: date, today: date) -> bool:
    return today <= last_day < today + WARN_BEFORE


def _warning(paid: Sequence[Subscription], viewer: Viewer, last_day: date, *, today: date) -> str:
    """Say before it hurts that a charge comes which the card will not pay."""
    if not paid or last_day >= today + WARN_BEFORE:
        return ""
    charges = [one.next_charge_at for one in paid if one.next_charge_at]
    missed = [one for one in charges if localdate(one, viewer.portal.tz) > last_day]
    titles = {"titles": ", ".join(one.title for one in paid)}
    if not missed:
        return _("Use a new card in time, so that %(titles)s goes on.") % titles
    facts = {"date": day(min(missed), viewer), **titles}
    if last_day < today:
        return _("It cannot pay %(titles)s on %(date)s. Use a new card.") % facts
    return _("The charge of %(date)s for %(titles)s comes after that. Use a new card.") % facts


def _failed(paid: Sequence[Subscription]) -> str:
    titles = [one.title for one in paid if one.state == "past_due"]
    if not titles:
        return ""
    words = _("The last payment for %(titles)s did not go through with this card.")
    return words % {"titles": ", ".join(titles)}


def _running(viewer: Viewer) -> list[Subscription]:
    return [one for one in viewer.data.subscriptions if is_running(one)]
