"""Offers for the tests of their words."""

from __future__ import annotations

from typing import Any

from billing.models import Subscription
from portal_blocks.subscription_controls.offer import About, Offer
from portal_blocks.subscription_controls.offers import offers_for
from tests.portal_blocks.cast import viewer

CARD = "Visa ending 4242"
ALL_ON = {
    "allow_pause": True,
    "allow_restart": True,
    "allow_skip": True,
    "allow_cancel": True,
    "allow_move": True,
    "allow_coupon": True,
    "allow_plan": True,
    "allow_quantity": True,
    "allow_frequency": True,
    "allow_address": True,
    "allow_gift": True,
    "allow_card": True,
}


def about(one: Subscription, *, card: str = CARD, value: Any = None, **portal: Any) -> About:
    """A subscription with everything allowed, at a portal with these settings."""
    settings = {**ALL_ON, **(value or {})}
    return About(one, viewer(**portal), card, settings, frozenset({"price_tea"}))


def offered(one: Subscription, **how: Any) -> list[Offer]:
    """What is offered for it."""
    return offers_for(about(one, **how))


def offer(name: str, one: Subscription, **how: Any) -> Offer:
    """The offer of this name for a subscription."""
    [found] = [each for each in offered(one, **how) if each.name == name]
    return found
