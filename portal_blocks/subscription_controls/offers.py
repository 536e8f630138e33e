"""What can be done with a subscription in each state, and what is said before it is done."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from billing.actions.cancel import Reason, ends_at_once
from billing.models import Subscription, SubscriptionState
from portal_blocks.viewer import Viewer
from portal_blocks.words import day, price

State = SubscriptionState


@dataclass(frozen=True, slots=True)
class Offer:
    """One action in words. `switch` is the merchant's on/off setting for it.

    `operation_id` is minted as the page is rendered, so a double click asks for one thing once.
    """

    name: str
    switch: str
    label: str
    confirm_label: str
    back_label: str
    consequence: list[str]
    primary: bool = False
    reasons: list[tuple[str, str]] = field(default_factory=list)
    url: str = ""
    operation_id: uuid.UUID | None = None


def offers_for(subscription: Subscription, viewer: Viewer, card: str) -> list[Offer]:
    """Return what may be done now, the most likely first."""
    state = State(subscription.state)
    if state in (State.TRIALING, State.ACTIVE):
        return [_pause(viewer, state), _cancel(subscription, viewer)]
    if state == State.PAUSED:
        return [_restart(subscription, card, viewer), _cancel(subscription, viewer)]
    if state == State.ENDING:
        return [_keep(subscription, viewer)]
    if state in (State.PAST_DUE, State.INCOMPLETE):
        return [_cancel(subscription, viewer)]
    return []


def _pause(viewer: Viewer, state: State) -> Offer:
    stops = (
        _("We stop charging and sending from today.")
        if viewer.portal.holds_deliveries
        else _("Your membership stops today, and so do all charges.")
    )
    if state == State.TRIALING and viewer.portal.holds_deliveries:
        stops = _("We stop charging and sending from today. Your trial goes on to its end.")
    return Offer(
        name="pause",
        switch="allow_pause",
        label=_("Pause"),
        confirm_label=_("Pause now"),
        back_label=_("Keep it going"),
        consequence=[stops, _("Restart whenever you like; your price stays.")],
    )


def _restart(subscription: Subscription, card: str, viewer: Viewer) -> Offer:
    amount = price(subscription, viewer)
    if subscription.pause_kind == "stop":
        facts = {"amount": amount, "card": card or _("your card")}
        charge = _("We charge %(amount)s to %(card)s now, and a new period starts.") % facts
    elif subscription.current_period_end is not None:
        facts = {"amount": amount, "date": day(subscription.current_period_end, viewer)}
        charge = _("Nothing is charged now. Your next charge is %(amount)s on %(date)s.") % facts
    else:
        charge = _("Nothing is charged now.")
    return Offer(
        name="restart",
        switch="allow_restart",
        label=_("Restart"),
        confirm_label=_("Restart now"),
        back_label=_("Stay paused"),
        consequence=[charge, _("You can pause again at any time.")],
        primary=True,
    )


def _keep(subscription: Subscription, viewer: Viewer) -> Offer:
    renews = subscription.current_period_end
    facts = {
        "amount": price(subscription, viewer),
        "date": day(renews, viewer) if renews else "",
    }
    sentence = (
        _("It goes on as before. Your next charge is %(amount)s on %(date)s.") % facts
        if renews
        else _("It goes on as before.")
    )
    return Offer(
        name="restart",
        switch="allow_restart",
        label=_("Keep it"),
        confirm_label=_("Keep my subscription"),
        back_label=_("Let it end"),
        consequence=[_("Nothing is charged now."), sentence],
        primary=True,
    )


def _cancel(subscription: Subscription, viewer: Viewer) -> Offer:
    return Offer(
        name="cancel",
        switch="allow_cancel",
        label=_("Cancel"),
        confirm_label=_("Cancel subscription"),
        back_label=_("Keep subscription"),
        consequence=_cancel_consequence(subscription, viewer),
        reasons=cancel_reasons(),
    )


def _cancel_consequence(subscription: Subscription, viewer: Viewer) -> list[str]:
    if ends_at_once(subscription):
        return [_("It ends today. Nothing more is charged.")]
    ends = subscription.current_period_end
    if ends is None:
        return [_("It will not renew, and nothing more is charged.")]
    facts = {"date": day(ends, viewer)}
    if subscription.state == State.ACTIVE:
        until = _("You keep it until %(date)s, which is paid for.") % facts
        return [until, _("Nothing more is charged. You can change your mind until then.")]
    # Nothing was paid for the days of a trial, nor for a period whose charge a pause skipped.
    until = _("It ends on %(date)s. Nothing more is charged.") % facts
    return [until, _("You can change your mind until then.")]


def cancel_reasons() -> list[tuple[str, str]]:
    """Return Stripe's own words for reasons, and ours for people."""
    return [(str(reason.value), str(reason.label)) for reason in Reason]
