"""The panel that an offer opens: the exact cost as Stripe reckons it, the card, one button."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from billing.actions.baskets import NotSold, Quote, basket_of, quote
from billing.actions.errors import ActionError
from billing.actions.selling import NEW_CARD
from billing.models import Price
from billing.offers import buyer_of
from portal_blocks.agreement.costs import cost_parts, pay_label
from portal_blocks.base import Place
from portal_blocks.cards import card_label
from portal_blocks.offer.choices import SAMPLE, SAMPLE_SECOND, sample_quote
from portal_blocks.patience import count_look
from portal_blocks.paying.bills import good_cards
from portal_blocks.paying.form import PAYMENT, CardForm, card_form
from portal_blocks.viewer import Viewer
from themes.formats import every, money


@dataclass(frozen=True, slots=True)
class Choice:
    """A card on file, as one of the ways to pay."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """What is agreed to by pressing the button. `fault`: why it cannot be bought now.

    `subtotal` and the `parts` after it lead to the total; empty where the price is all there is.
    `form` is for a new card.
    """

    quantity: int
    fault: str = ""
    subtotal: str = ""
    parts: list[tuple[str, str]] = field(default_factory=list)
    total: str = ""
    renewal: str = ""
    cards: list[Choice] = field(default_factory=list)
    agreed: str = ""
    pay_label: str = ""
    form: CardForm | None = None
    settings_url: str = ""
    operation_id: uuid.UUID = field(default_factory=uuid.uuid4)


def panel_of(
    price: Price, quantity: int, value: Mapping[str, Any], viewer: Viewer, place: Place
) -> Panel:
    """Return the panel for so many of a price. Asks Stripe what that costs."""
    try:
        payer, found = _quoted(price, quantity, viewer)
    except ActionError as refusal:
        return Panel(quantity, fault=refusal.message)
    subtotal = _subtotal(found, price, quantity)
    cards, parts = _cards(payer, viewer), cost_parts(found, subtotal, viewer)
    form = _form(found, quantity, viewer, place)
    return Panel(
        quantity,
        subtotal=_money(subtotal, found, viewer) if quantity > 1 or parts else "",
        parts=parts,
        total=_money(found.cost.due, found, viewer),
        renewal=_renewal(price, quantity, viewer),
        cards=cards,
        agreed=found.fingerprint,
        pay_label=pay_label(found, viewer),
        form=form if takes_new_card(value, payer, viewer) else None,
        settings_url=form.settings_url,
    )


def takes_new_card(value: Mapping[str, Any], payer: int, viewer: Viewer) -> bool:
    """Whether a new card may pay: as the merchant says, or because no card on file can."""
    return bool(value.get("allow_new_card")) or not _cards(payer, viewer)


def _quoted(price: Price, quantity: int, viewer: Viewer) -> tuple[int, Quote]:
    """Whose cards can pay, by their id, and what it costs them. Raise `ActionError`."""
    if price.external_id in (SAMPLE, SAMPLE_SECOND):
        own = [card.customer_id for card in viewer.data.cards]
        return own[0] if own else 0, sample_quote(price, quantity)
    customer = buyer_of(viewer.customer_ids)
    if customer is None:
        message = _("You cannot order this here yet. Please write to us, and we will help.")
        raise NotSold(message, "unknown_customer")
    count_look(customer.pk, now=timezone.now())
    return customer.pk, quote(customer, basket_of([(price, quantity)]))


def _cards(payer: int, viewer: Viewer) -> list[Choice]:
    own = [card for card in good_cards(viewer) if card.customer_id == payer]
    return [Choice(card.external_id, card_label(card), n == 0) for n, card in enumerate(own)]


def _form(found: Quote, quantity: int, viewer: Viewer, place: Place) -> CardForm:
    hidden = {"card": NEW_CARD, "agreed": found.fingerprint, "quantity": str(quantity)}
    return card_form(
        place,
        viewer,
        kind=PAYMENT,
        begin="buy",
        finish="finish",
        label=pay_label(found, viewer),
        amount=found.cost.due,
        currency=found.cost.currency,
        hidden=hidden,
    )


def _subtotal(found: Quote, price: Price, quantity: int) -> int:
    """What this alone costs: with a subscription comes what has waited for the next invoice."""
    return price.unit_amount * quantity if price.is_recurring else found.cost.subtotal


def _renewal(price: Price, quantity: int, viewer: Viewer) -> str:
    if not price.is_recurring:
        return ""
    display = viewer.portal.currency_display
    amount = money(price.unit_amount * quantity, price.currency, display=display)
    facts = {"amount": amount, "rhythm": every(price)}
    return _("It renews %(rhythm)s at %(amount)s, until you cancel.") % facts


def _money(amount: int, found: Quote, viewer: Viewer) -> str:
    return money(amount, found.cost.currency, display=viewer.portal.currency_display)
