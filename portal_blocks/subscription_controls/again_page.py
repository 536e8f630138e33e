"""The page on which what has ended is begun anew: what it costs, and with which card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from billing.models import Subscription
from billing.models.subscriptions import ENDED_STATES
from portal_blocks.agreement.again import Again, again_form
from portal_blocks.base import Place
from portal_blocks.cards import card_label
from portal_blocks.charge_words import title_of
from portal_blocks.subscription_controls.listing import home_of, one_of
from portal_blocks.viewer import Viewer
from portal_blocks.ways import way
from portal_blocks.words import amount
from themes.formats import every


def load_again(
    value: Mapping[str, Any], viewer: Viewer, place: Place, key: str
) -> dict[str, Any] | None:
    """Return what it would cost to begin anew; None for what is not theirs or has not ended."""
    subscription = one_of(viewer, key) if value.get("allow_restart") else None
    if subscription is None or subscription.state not in ENDED_STATES:
        return None
    form = again_form(
        viewer.data.about_subscription(subscription).again,
        viewer,
        place=place,
        view="again",
        what={"subscription": key},
        customer_id=subscription.customer_id,
        back_url=home_of(subscription, value, viewer, place),
    )
    # Nothing is paid today, so no card is asked for, and the next charge would fail.
    needs_card = form.found is not None and form.card is None and not form.found.cost.due
    problem = form.problem
    if needs_card:
        problem = _("There is no card for the charges to come. Add a card first.")
    return {
        "subscription": subscription,
        "what": title_of(subscription),
        "title": _("Start it again"),
        "form": form,
        "back_url": form.back_url,
        "problem": problem,
        "card_url": way("card") if needs_card else "",
        "sentences": [] if problem else _sentences(form, subscription, viewer),
    }


def _sentences(form: Again, subscription: Subscription, viewer: Viewer) -> list[str]:
    if form.found is None:
        return []
    cost = form.found.cost
    facts = {"due": amount(cost.due, cost.currency, viewer), "every": every(subscription)}
    begins = _("A new subscription begins today.")
    if form.card is None:
        return [begins, _("You pay %(due)s with a new card now, and then %(every)s.") % facts]
    facts["card"] = card_label(form.card)
    return [begins, _("We charge %(due)s to %(card)s now, and then %(every)s.") % facts]
