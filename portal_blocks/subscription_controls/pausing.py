"""Pause, go on, and on which day: what is said before it is done."""

from __future__ import annotations

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from billing.actions.return_dates import days_for
from billing.models import SubscriptionState
from portal_blocks.subscription_controls.offer import About, DayField, Offer
from portal_blocks.words import day, price
from portals.models import PauseMethod


def pause(about: About) -> Offer | None:
    """Pause, until a day or until it is restarted; None where it cannot be in this portal."""
    if not about.viewer.portal.holds_deliveries and not about.subscription.is_flexible:
        return None
    return Offer(
        name="pause",
        switch="allow_pause",
        label=_("Pause"),
        confirm_label=_("Pause now"),
        back_label=_("Keep it going"),
        consequence=_pause_consequence(about),
        day=_day(about, _("Leave it empty to restart when you like.")),
    )


def restart(about: About) -> Offer:
    """End a pause."""
    return Offer(
        name="restart",
        switch="allow_restart",
        label=_("Restart"),
        confirm_label=_("Restart now"),
        back_label=_("Stay paused"),
        consequence=[_restart_charge(about), _("You can pause again at any time.")],
        primary=True,
    )


def keep(about: About) -> Offer:
    """Take a cancellation back."""
    renews = about.subscription.current_period_end
    facts = {
        "amount": price(about.subscription, about.viewer),
        "date": day(renews, about.viewer) if renews else "",
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


def return_day(about: About) -> Offer:
    """Choose the day on which a paused one goes on, or none."""
    stands = about.subscription.returns_at
    return Offer(
        name="return",
        switch="allow_pause",
        label=_("Change the day it goes on") if stands else _("Choose the day it goes on"),
        confirm_label=_("Save the day"),
        back_label=_("Leave it as it is"),
        consequence=[_return_charge(about)],
        day=_day(about, _("Leave it empty to stay paused until you restart.")),
    )


def _pause_consequence(about: About) -> list[str]:
    is_trial = about.subscription.state == SubscriptionState.TRIALING
    said = [_("Your membership stops today, and so do all charges.")]
    if about.viewer.portal.holds_deliveries:
        said = [_("We stop charging and sending from today.")]
        if is_trial:
            said = [_("We stop charging and sending from today. Your trial goes on to its end.")]
    elif not is_trial and about.value.get("credit_unused", True):
        said.append(_("What is left of the paid time is taken off your next payment."))
    said.append(_("Restart whenever you like; your price stays."))
    if any(one.get("ends_at") for one in about.subscription.discounts):
        said.append(_("The time of your discount goes on while you pause."))
    return said


def _restart_charge(about: About) -> str:
    subscription, viewer = about.subscription, about.viewer
    amount = price(subscription, viewer)
    if subscription.pause_kind == PauseMethod.STOP:
        facts = {"amount": amount, "card": about.card or _("your card")}
        return _("We charge %(amount)s to %(card)s now, and a new period starts.") % facts
    if subscription.current_period_end is not None:
        facts = {"amount": amount, "date": day(subscription.current_period_end, viewer)}
        return _("Nothing is charged now. Your next charge is %(amount)s on %(date)s.") % facts
    return _("Nothing is charged now.")


def _return_charge(about: About) -> str:
    if about.subscription.pause_kind != PauseMethod.STOP:
        return _("Charges and deliveries go on from that day, as they were.")
    facts = {
        "amount": price(about.subscription, about.viewer),
        "card": about.card or _("your card"),
    }
    return _("On that day we charge %(amount)s to %(card)s, and a new period starts.") % facts


def _day(about: About, hint: str) -> DayField:
    portal, stands = about.viewer.portal, about.subscription.returns_at
    first, last = days_for(portal, now=about.now)
    return DayField(
        name="until",
        label=_("Go on by itself on"),
        hint=hint,
        first=first,
        last=last,
        value=localdate(stands, portal.tz) if stands else None,
    )
