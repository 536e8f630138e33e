"""How e-mails write names, amounts, dates and cards: as their portal does."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.utils.timezone import localtime

from billing.models import Card, Operation
from cms.deep_links import link
from cms.finishing.links import finish_path
from cms.notices.letter import Button
from portal_blocks.cards import card_label
from portals.registry import Portal
from themes import formats

Facts = Mapping[str, Any]
LONGEST = 120  # characters of a name in a sentence
ISOLATE, END_ISOLATE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_NOT_ON_ONE_LINE = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def one_line(text: str, *, longest: int = LONGEST) -> str:
    """Return text that is safe in a header and a sentence: one line, and no turning of direction.

    Names come from customers and shops. A line break in one would begin a header of its own.
    """
    return _cut(_TURNING.sub("", _NOT_ON_ONE_LINE.sub(" ", text)), longest)


def header(text: str, *, longest: int) -> str:
    """Return a sentence of ours, names in it, as a header can hold it."""
    return _cut(_CONTROL.sub(" ", text), longest)


def name(text: str) -> str:
    """Return a name for a sentence; one that runs the other way is kept from turning the rest."""
    clean = one_line(text)
    turns = any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in clean)
    return f"{ISOLATE}{clean}{END_ISOLATE}" if turns else clean


def _cut(text: str, longest: int) -> str:
    clean = text.strip()
    return clean if len(clean) <= longest else f"{clean[: longest - 1].rstrip()}…"


def home_of(portal: Portal) -> str:
    """Return a portal's address, with its host."""
    return f"{portal.address}/"


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes for one portal. `now` is the time that people are shown."""

    portal: Portal
    now: datetime

    def title(self, facts: Facts) -> str:
        """Return what it is about; the shop where nothing has a name."""
        return name(facts.get("title") or self.portal.shop_name or self.portal.name)

    def money(self, amount: int, currency: str) -> str:
        """Return an amount of minor units."""
        return formats.money(amount, currency, display=self.portal.currency_display)

    def amount(self, facts: Facts) -> str:
        """Return what the facts call `amount`."""
        return self.money(facts["amount"], facts["currency"])

    def day(self, moment: str | None) -> str:
        """Return a date of the facts in full, in the portal's time zone; empty for none."""
        if not moment:
            return ""
        day = localtime(datetime.fromisoformat(moment), self.portal.tz).date()
        return formats.long_date(day, today=localtime(self.now, self.portal.tz).date())

    def card(self, facts: Facts) -> str:
        """Return the card of the facts, such as “Visa ending 4242”; empty for none."""
        card = facts.get("card")
        return self.card_label(card) if card else ""

    def card_label(self, card: Facts) -> str:
        """Return the words for a card."""
        return one_line(card_label(Card(brand=card["brand"], last4=card["last4"])))

    def every(self, facts: Facts) -> str:
        """Return how often it comes round."""
        return formats.every(
            SimpleNamespace(interval=facts["interval"], interval_count=facts["interval_count"])
        )

    @property
    def home(self) -> str:
        """The portal's address."""
        return home_of(self.portal)

    def way(self, word: str, label: str, facts: Facts | None = None) -> Button:
        """Return the button that leads to what a word of `cms.deep_links` names.

        With facts: for the subscription that they are about.
        """
        subscription = str((facts or {}).get("subscription") or "")
        return Button(label, link(self.portal, word, subscription=subscription))

    def finish(self, operation_id: str, label: str) -> Button:
        """Return the button that leads to where an operation of this id is finished."""
        path = finish_path(Operation(pk=UUID(operation_id)))
        return Button(label, f"{self.portal.address}{path}")
