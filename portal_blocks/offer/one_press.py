"""Buying by one press: at the price that is shown, with the main card on file."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from billing.actions.baskets import at_most
from billing.models import Card, Price
from portal_blocks.cards import card_label
from portal_blocks.paying.bills import good_cards
from portal_blocks.paying.form import settings_url
from portal_blocks.viewer import Viewer
from portal_blocks.words import amount
from themes.formats import every


@dataclass(frozen=True, slots=True)
class OnePress:
    """What one press buys. `agreed`: nothing is charged beyond the price that is shown."""

    card: str
    button: str
    sentence: str
    agreed: str
    settings_url: str = ""
    operation_id: uuid.UUID = field(default_factory=uuid.uuid4)


def one_press(price: Price, words: str, viewer: Viewer) -> OnePress | None:
    """Return the button with what it costs, None where no card on file could pay.

    `words` are the merchant's own for the button, empty for ours.
    """
    card = main_card(viewer)
    if card is None:
        return None
    return OnePress(
        card=card.external_id,
        button=_button(price, words, viewer),
        sentence=_sentence(price, card, viewer),
        agreed=at_most(price.external_id, price.unit_amount),
        settings_url="" if viewer.is_preview else settings_url(),
    )


def main_card(viewer: Viewer) -> Card | None:
    """Return the card that pays what is bought, None where there is none that is good."""
    main = [card for card in viewer.data.cards if card.is_default]
    first = min(main, key=lambda card: card.customer_id, default=None)
    return first if first in good_cards(viewer) else None


def _button(price: Price, words: str, viewer: Viewer) -> str:
    if not price.unit_amount:
        return words or _("Get it for free")
    facts = {"amount": amount(price.unit_amount, price.currency, viewer), "words": words}
    if words:
        return _("%(words)s · %(amount)s") % facts
    return (
        _("Subscribe for %(amount)s") if price.is_recurring else _("Buy for %(amount)s")
    ) % facts


def _sentence(price: Price, card: Card, viewer: Viewer) -> str:
    facts = {
        "amount": amount(price.unit_amount, price.currency, viewer),
        "card": card_label(card),
        "rhythm": every(price) if price.is_recurring else "",
    }
    if price.is_recurring:
        words = _("%(amount)s is charged to %(card)s today, then %(rhythm)s until you cancel.")
        return words % facts
    return _("%(amount)s is charged to %(card)s.") % facts
