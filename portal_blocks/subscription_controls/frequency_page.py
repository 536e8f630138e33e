"""The page on which a customer chooses how often a subscription comes, and sees what it costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from billing.actions.plans import ItemChange
from portal_blocks.base import Place
from portal_blocks.subscription_controls.agreeing import Asked, Named, costs, page_of
from portal_blocks.subscription_controls.changing import RHYTHM
from portal_blocks.subscription_controls.choices import Rhythm, rhythms_of
from portal_blocks.subscription_controls.listing import one_of
from portal_blocks.viewer import Viewer
from portal_blocks.words import amount
from themes.formats import Recurring, every


def load_frequency(
    value: Mapping[str, Any], viewer: Viewer, place: Place, key: str
) -> dict[str, Any] | None:
    """Return how often it may come, and what that costs; None for what is not theirs."""
    subscription = one_of(viewer, key) if value.get("allow_frequency") else None
    if subscription is None:
        return None
    asked = Asked("frequency", subscription, value, viewer, place)
    shown = {**page_of(asked, _("Change how often it comes")), "rhythms": []}
    problem = asked.problem()
    if problem:
        return {**shown, "problem": problem}
    prices = viewer.data.about_subscription(subscription).prices()
    rhythms = rhythms_of(subscription, value, prices)
    if len(rhythms) > 1:
        shown["rhythms"] = [_words(one, subscription.currency, viewer) for one in rhythms]
    shown["chosen"] = place.query.get(RHYTHM, "")
    named = _Naming(rhythms, subscription.currency, viewer)
    return {**shown, **costs(asked, prices, named)}


class _Naming:
    """Says how often it comes after a change, and for how much."""

    def __init__(self, rhythms: Sequence[Rhythm], currency: str, viewer: Viewer) -> None:
        self.rhythms, self.currency, self.viewer = rhythms, currency, viewer

    def __call__(self, changes: Sequence[ItemChange]) -> Named:
        chosen = next(one for one in self.rhythms if list(one.changes) == list(changes))
        total = amount(chosen.amount, self.currency, self.viewer)
        return capfirst(_every(chosen)), f"{total} {_every(chosen)}"


def _every(one: Rhythm) -> str:
    return every(cast("Recurring", one))  # it asks for what can be set, and sets nothing


def _words(one: Rhythm, currency: str, viewer: Viewer) -> dict[str, Any]:
    return {
        "key": one.key,
        "label": capfirst(_every(one)),
        "price": amount(one.amount, currency, viewer),
        "is_current": one.is_current,
    }
