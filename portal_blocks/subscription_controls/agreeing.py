"""What a change costs, as the customer agrees to it: the same for plan, quantity and rhythm."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from billing.actions.errors import ActionError
from billing.actions.plans import PlanPreview, PreviewLineRecord, refused_plan
from billing.models import Subscription
from portal_blocks.base import Place
from portal_blocks.cards import card_label, card_of
from portal_blocks.change_words import what_is_charged
from portal_blocks.charge_words import title_of
from portal_blocks.subscription_controls.changing import changes_of, is_allowed, is_choice
from portal_blocks.subscription_controls.listing import home_of
from portal_blocks.terms.waits import wait_of
from portal_blocks.viewer import Viewer
from portal_blocks.words import amount, day

Named = tuple[str, str]
"""What it is after a change, and what it costs then."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One of the pages for a change: about what, for whom, where. `control` names the action."""

    control: str
    subscription: Subscription
    value: Mapping[str, Any]
    viewer: Viewer
    place: Place

    @property
    def url(self) -> str:
        """The page itself."""
        return self.place.view_url(self.control, self.subscription.external_id)

    def problem(self) -> str:
        """Return why nothing can be changed now, empty where it can."""
        wait = wait_of(self.control, self.subscription, self.viewer, self.value)
        why_not = refused_plan(self.subscription, self.viewer.portal)
        return wait or (why_not[0] if why_not is not None else "")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a change costs, in sentences. `agreed` is what the customer agrees to.

    `fields` are what was chosen, sent along with the agreement.
    """

    new_plan: str
    new_price: str
    sentences: list[str]
    lines: list[tuple[str, str]]
    button: str
    fields: list[tuple[str, str]]
    agreed: str
    operation_id: uuid.UUID


def page_of(asked: Asked, title: str) -> dict[str, Any]:
    """Return what every page for a change shows, before anything is chosen."""
    query = asked.place.query.urlencode()
    return {
        "subscription": asked.subscription,
        "what": title_of(asked.subscription),
        "title": title,
        "shown_at": f"{asked.url}?{query}" if query else asked.url,
        "choose_url": asked.url,
        "agree_url": asked.place.action_url(asked.control),
        "back_url": home_of(asked.subscription, asked.value, asked.viewer, asked.place),
        "cost": None,
        "problem": "",
    }


def costs(asked: Asked, prices: Sequence[Any], named: Any) -> dict[str, Any]:
    """Return what the change costs that the address asks for, or what is wrong with it.

    `named` says what it is after the changes. Nothing chosen yet: nothing.
    """
    facts: dict[str, Any] = {
        "subscription": asked.subscription,
        "value": asked.value,
        "prices": prices,
    }
    changes = changes_of(asked.control, asked.place.query, **facts)
    if not changes:
        return {}
    if not is_allowed(asked.control, changes, **facts):
        return {"problem": _("This is not sold any more. Choose something else.")}
    about = asked.viewer.data.about_subscription(asked.subscription)
    try:
        preview = about.preview(changes, now=asked.viewer.subject.now)
    except ActionError as fault:
        return {"problem": fault.message}
    return {"cost": _cost(preview, asked, named(changes))}


def _cost(preview: PlanPreview, asked: Asked, named: Named) -> Cost:
    viewer, query = asked.viewer, asked.place.query.dict()
    card = card_of(asked.subscription, viewer.data.cards)
    due = amount(preview.due_now, preview.currency, viewer)
    has_to_pay = preview.due_now > 0
    lines = [(_line_words(line, viewer), line.total) for line in preview.lines if line.total]
    return Cost(
        new_plan=named[0],
        new_price=named[1],
        sentences=what_is_charged(preview, card_label(card) if card else "", viewer),
        lines=[(words, amount(total, preview.currency, viewer)) for words, total in lines],
        button=_("Pay %(amount)s and change") % {"amount": due} if has_to_pay else _("Change now"),
        fields=[(name, str(query[name])) for name in query if is_choice(name)],
        agreed=preview.fingerprint,
        operation_id=uuid.uuid4(),
    )


def _line_words(line: PreviewLineRecord, viewer: Viewer) -> str:
    """Our words for what is settled: Stripe's are in one language."""
    if not line.is_proration:
        return line.description
    if line.total < 0:
        return _("What you paid for and do not use")
    return _("What you get instead, until %(date)s") % {"date": day(line.ends_at, viewer)}
