"""The page on which what has ended is begun anew: what it costs, and with which card."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from billing.actions.buy_again import preview_again
from billing.actions.errors import ActionError
from billing.models import Card, Subscription
from billing.models.subscriptions import ENDED_STATES
from billing.queries import subscription_of
from portal_blocks.base import Place
from portal_blocks.cards import card_label
from portal_blocks.viewer import Viewer
from portal_blocks.words import amount
from themes.formats import every


def load_again(
    value: Mapping[str, Any], viewer: Viewer, place: Place, key: str
) -> dict[str, Any] | None:
    """Return what it would cost to begin anew; None for what is not theirs or has not ended."""
    subscription = subscription_of(viewer.customer_ids, key) if value.get("allow_restart") else None
    if subscription is None or subscription.state not in ENDED_STATES:
        return None
    shown: dict[str, Any] = {
        "subscription": subscription,
        "title": _("Start it again"),
        "sentences": [],
        "problem": "",
        "operation_id": uuid.uuid4(),
        "shown_at": place.view_url("again", key),
        "agree_url": place.action_url("again"),
        "back_url": place.anchor,
    }
    card = _card(subscription, viewer)
    if card is None:
        return {**shown, "problem": _("There is no card to charge. Add a card first.")}
    try:
        found = preview_again(subscription)
    except ActionError as fault:
        return {**shown, "problem": fault.message}
    facts = {
        "due": amount(found.cost.due, found.cost.currency, viewer),
        "every": every(subscription),
        "card": card_label(card),
    }
    return {
        **shown,
        "card": card.external_id,
        "agreed": found.fingerprint,
        "button": _("Pay %(due)s") % facts,
        "sentences": [
            _("A new subscription begins today."),
            _("We charge %(due)s to %(card)s now, and then %(every)s.") % facts,
        ],
    }


def _card(subscription: Subscription, viewer: Viewer) -> Card | None:
    """The main card of the customer whose subscription it was."""
    mine = (card for card in viewer.data.cards if card.customer_id == subscription.customer_id)
    return next((card for card in mine if card.is_default), None)
