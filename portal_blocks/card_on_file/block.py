"""The cards a customer pays with, and what each of them pays."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from billing.models import Card
from portal_blocks.base import Place, PortalBlock
from portal_blocks.cards import card_label, card_of, is_running
from portal_blocks.viewer import Viewer

WARN_BEFORE = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class CardRow:
    """One card, as the template shows it."""

    card: Card
    label: str
    expires: str
    expired: bool
    expiring: bool
    is_default: bool
    pays: list[str]


class CardOnFileBlock(PortalBlock):
    """Brand, last four digits and expiry; warns before a card expires."""

    heading = blocks.CharBlock(
        label=_("Heading"), default=_("Your card"), max_length=100, required=False
    )

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return the customer's cards."""
        today = localdate(viewer.subject.now)
        return {"cards": [_row(card, viewer, today) for card in viewer.data.cards]}

    class Meta:
        icon = "lock"
        label = _("Card on file")
        group = _("Account")
        description = _("The cards a customer pays with, and which subscriptions each pays.")
        template = "portal_blocks/card_on_file.html"
        preview_value = {"heading": "Your card"}


def _row(card: Card, viewer: Viewer, today: date) -> CardRow:
    last_day = date(
        card.exp_year, card.exp_month, calendar.monthrange(card.exp_year, card.exp_month)[1]
    )
    paid = [
        subscription.title
        for subscription in viewer.data.subscriptions
        if is_running(subscription) and card_of(subscription, viewer.data.cards) == card
    ]
    return CardRow(
        card=card,
        label=card_label(card),
        expires=f"{card.exp_month:02d}/{card.exp_year % 100:02d}",
        expired=last_day < today,
        expiring=today <= last_day < today + WARN_BEFORE,
        is_default=card.is_default,
        pays=paid,
    )
