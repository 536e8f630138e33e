"""What can be offered in place of cancelling, each kind: whether it fits, and what it would mean.

An offer that does not fit is not made: what cannot be paused or skipped, a code that gives nothing
here or was taken before, a price that is not sold. What it costs is Stripe's figure, said before
the button. To add a kind: a function here with its lines in `KINDS` and `_MAKES`, and its command.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from billing.actions.coupons import CouponPreview
from billing.actions.moving import after_next
from billing.actions.plans import ItemChange, PlanPreview, refused_plan
from billing.models import Subscription, SubscriptionState
from billing.offers import price_of_shop
from portal_blocks.base import leads_somewhere
from portal_blocks.cards import card_label, card_of
from portal_blocks.change_words import what_is_charged
from portal_blocks.viewer import Viewer
from portal_blocks.words import amount, day, price
from themes.formats import long_date

PAUSE, SKIP, DISCOUNT, SWAP, TALK = "pause", "skip", "discount", "swap", "talk"
KINDS = [
    (PAUSE, gettext_lazy("A pause, until a day")),
    (SKIP, gettext_lazy("Skip the next charge")),
    (DISCOUNT, gettext_lazy("A discount, by a promotion code of Stripe")),
    (SWAP, gettext_lazy("Another price")),
    (TALK, gettext_lazy("Talk to us: a page or an address")),
]
SAMPLE = "sample"
"""The price that is shown in the editor before one is chosen."""
_PAUSABLE = frozenset({SubscriptionState.ACTIVE, SubscriptionState.TRIALING})


@dataclass(frozen=True, slots=True)
class Proposal:
    """An offer in words. `link`: it leads there, and is no form. `agreed` is what is agreed to."""

    title: str
    sentences: list[str]
    button: str
    link: str = ""
    agreed: str = ""
    details: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Case:
    """What an offer is made of."""

    value: Mapping[str, Any]
    viewer: Viewer
    subscription: Subscription


def key_of(value: Mapping[str, Any]) -> str:
    """Return the name under which an offer is remembered, such as “discount:STAY20”."""
    kind = str(value.get("offer") or PAUSE)
    what = {DISCOUNT: value.get("code"), SWAP: value.get("price")}.get(kind)
    return f"{kind}:{what}" if what else kind


def is_meant(case: Case) -> bool:
    """Whether an offer is for whoever gave the reason they gave, and has not been had before."""
    wanted = {one for one in case.value.get("for_reasons") or () if one}
    if wanted:
        leaving = case.viewer.data.leaving(case.subscription)
        if leaving is None or leaving.reason not in wanted:
            return False
    is_once = case.value.get("offer") == DISCOUNT
    return not (is_once and key_of(case.value) in case.viewer.data.offers_taken)


def proposal_of(case: Case) -> Proposal | None:
    """Return what is offered, None where it does not fit."""
    subscription = case.subscription
    if subscription.is_being_checked or subscription.waits_for is not None or not is_meant(case):
        return None
    return _MAKES[str(case.value.get("offer") or PAUSE)](case)


def pause_until(case: Case) -> date:
    """Return the day until which is paused: so many weeks from today."""
    today = localdate(case.viewer.subject.now, case.viewer.portal.tz)
    return today + timedelta(weeks=int(case.value.get("weeks") or 4))


def change_of(case: Case) -> ItemChange | None:
    """Return the change to the price that is offered; None where there are several things."""
    items = case.subscription.items
    wanted = case.value.get("price")
    if len(items) != 1 or not wanted or items[0].get("price") == wanted:
        return None
    item = items[0]
    return ItemChange(item.get("id", ""), wanted, int(item.get("quantity") or 1))


def _pause(case: Case) -> Proposal | None:
    subscription, viewer = case.subscription, case.viewer
    holds = viewer.portal.holds_deliveries
    if subscription.state not in _PAUSABLE or not (holds or subscription.is_flexible):
        return None
    until = pause_until(case)
    today = localdate(viewer.subject.now, viewer.portal.tz)
    facts = {
        "date": long_date(until, today=today),
        "amount": price(subscription, viewer),
        "card": _card(case),
    }
    if holds:
        said = [
            _("We stop charging and sending from today."),
            _("It goes on by itself on %(date)s. Restart sooner whenever you like.") % facts,
        ]
    else:
        said = [
            _("Your membership stops today, and so do all charges."),
            _("What is left of the paid time is taken off your next payment."),
            _("On %(date)s we charge %(amount)s to %(card)s, and a new period starts.") % facts,
        ]
    weeks = int(case.value.get("weeks") or 4)
    title = ngettext("Take a break for %(count)d week", "Take a break for %(count)d weeks", weeks)
    button = _("Pause until %(date)s") % facts
    return Proposal(title % {"count": weeks}, said, button)


def _skip(case: Case) -> Proposal | None:
    subscription, viewer = case.subscription, case.viewer
    stands = subscription.current_period_end
    is_possible = viewer.portal.holds_deliveries and subscription.moved_from is None
    if subscription.state != SubscriptionState.ACTIVE or stands is None or not is_possible:
        return None
    facts = {
        "amount": price(subscription, viewer),
        "date": day(stands, viewer),
        "next": day(after_next(subscription), viewer),
    }
    said = [
        _("Nothing is charged or sent on %(date)s.") % facts,
        _("Your next charge is then %(amount)s on %(next)s.") % facts,
    ]
    return Proposal(_("Skip the next one"), said, _("Skip the next charge"))


def _discount(case: Case) -> Proposal | None:
    code, now = str(case.value.get("code") or ""), case.viewer.subject.now
    found = case.viewer.data.coupon(case.subscription, code, now=now) if code else None
    if found is None:
        return None
    title = _("Stay for less")
    return Proposal(title, _saves(found, case), _("Take the discount"))


def _saves(found: CouponPreview, case: Case) -> list[str]:
    viewer, stands = case.viewer, case.subscription.current_period_end
    facts = {
        "saves": amount(found.saves, found.currency, viewer),
        "next": amount(found.next_amount, found.currency, viewer),
        "date": day(stands, viewer) if stands else "",
        "months": found.months,
    }
    said = {
        "once": _("We take %(saves)s off your next charge."),
        "repeating": ngettext(
            "We take %(saves)s off every charge for %(months)d month.",
            "We take %(saves)s off every charge for %(months)d months.",
            found.months,
        ),
    }.get(found.duration, _("We take %(saves)s off every charge."))
    then = _("Your next charge is then %(next)s on %(date)s.")
    return [said % facts, (then if stands else _("Your next charge is then %(next)s.")) % facts]


def _swap(case: Case) -> Proposal | None:
    viewer, change = case.viewer, change_of(case)
    if change is None or refused_plan(case.subscription, viewer.portal) is not None:
        return None
    found = viewer.data.swap(case.subscription, [change], now=viewer.subject.now)
    name = _name(change.price_id, viewer)
    if found is None or not name:
        return None
    return Proposal(
        _("Change to %(name)s") % {"name": name},
        _costs(found, case),
        _("Pay %(amount)s and change") % {"amount": amount(found.due_now, found.currency, viewer)}
        if found.due_now
        else _("Change to this"),
        agreed=found.fingerprint,
    )


def _name(price_id: str, viewer: Viewer) -> str:
    if price_id == SAMPLE:
        return _("House Espresso, 250 g")
    found = price_of_shop(viewer.portal.shop_id, price_id)
    return found.product.name if found is not None else ""


def _costs(found: PlanPreview, case: Case) -> list[str]:
    viewer = case.viewer
    facts = {
        "was": price(case.subscription, viewer),
        "next": amount(found.next_amount, found.currency, viewer),
    }
    instead = _("It costs %(next)s in place of %(was)s.") % facts
    return [instead, *what_is_charged(found, _card(case), viewer)]


def _talk(case: Case) -> Proposal | None:
    link = _talk_link(case)
    return Proposal(_("Talk to us first"), [], _("Write to us"), link=link) if link else None


def _talk_link(case: Case) -> str:
    page, viewer = case.value.get("page"), case.viewer
    if page is not None and page.live and leads_somewhere(page.pk, viewer):
        return str(page.relative_url(viewer.portal.site()) or "")
    if case.value.get("address"):
        return str(case.value["address"])
    support = viewer.portal.support_email
    return f"mailto:{support}" if support else ""


def _card(case: Case) -> str:
    card = card_of(case.subscription, case.viewer.data.cards)
    return card_label(card) if card else _("your card")


_MAKES: Mapping[str, Callable[[Case], Proposal | None]] = {
    PAUSE: _pause,
    SKIP: _skip,
    DISCOUNT: _discount,
    SWAP: _swap,
    TALK: _talk,
}
