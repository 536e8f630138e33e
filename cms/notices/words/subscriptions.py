"""A subscription that was paused, cancelled or restarted."""

from __future__ import annotations

from django.utils.translation import gettext as _

from billing.models import SubscriptionState
from cms.notices.letter import Letter, Row
from cms.notices.pen import Facts, Pen, name, one_line


def paused(facts: Facts, pen: Pen) -> Letter:
    """Say that nothing is charged or sent, and until when."""
    values = {**values_of(facts, pen), "date": pen.day(facts.get("resumes_at"))}
    if values["date"]:
        goes_on = _("It goes on by itself on %(date)s. You can restart sooner.") % values
    else:
        goes_on = _("Restart whenever you like; your price stays.")
    return Letter(
        subject=_("%(product)s is paused (%(amount)s %(every)s)") % values,
        preheader=goes_on,
        heading=_("Your subscription is paused"),
        paragraphs=(_("We stop charging and sending from today."), goes_on),
        rows=rows_of(values, Row(_("Goes on"), values["date"])),
        button=pen.way("subscription", _("See your subscription"), facts),
        values=values,
    )


def cancelled(facts: Facts, pen: Pen) -> Letter:
    """Say when it ends, and that nothing more is charged."""
    values = {**values_of(facts, pen), "date": pen.day(facts.get("ends_at"))}
    is_ending = facts["state"] == SubscriptionState.ENDING and bool(values["date"])
    if is_ending:
        what = _("It ends on %(date)s. Until then everything stays as it is.") % values
    elif facts.get("was") == SubscriptionState.PAST_DUE:
        what = _("The last payment did not go through, so your subscription has ended.")
    else:
        what = _("Your subscription has ended.")
    return Letter(
        subject=_("%(product)s is cancelled (%(amount)s %(every)s)") % values,
        preheader=what,
        heading=_("Your subscription is cancelled"),
        paragraphs=(what, _("You will not be charged again.")),
        rows=rows_of(values, Row(_("Ends"), values["date"] if is_ending else "")),
        button=pen.way("restart", _("Keep my subscription"), facts)
        if is_ending
        else pen.way("subscription", _("See your subscription"), facts),
        after=(_("Changed your mind? You can come back in your account."),),
        values=values,
    )


def restarted(facts: Facts, pen: Pen) -> Letter:
    """Say that it goes on, and when what is charged next."""
    values = {**values_of(facts, pen), "date": pen.day(facts.get("next_charge_at"))}
    return Letter(
        subject=_("%(product)s goes on: %(amount)s %(every)s") % values,
        preheader=next_charge(values),
        heading=_("Your subscription goes on"),
        paragraphs=(next_charge(values), *discounts_of(facts)),
        rows=rows_of(values, Row(_("Next charge"), values["date"])),
        button=pen.way("subscription", _("See your subscription"), facts),
        values=values,
    )


def values_of(facts: Facts, pen: Pen) -> dict[str, str]:
    """Return what sentences about a subscription may name."""
    return {
        "amount": pen.amount(facts),
        "card": pen.card(facts),
        "every": pen.every(facts),
        "product": pen.title(facts),
    }


def rows_of(values: dict[str, str], date: Row) -> tuple[Row, ...]:
    """Return what it is, what it costs, and a date."""
    price = _("%(amount)s %(every)s") % values
    rows = (
        Row(_("Subscription"), values["product"], is_strong=True),
        Row(_("Price"), price),
        date,
        Row(_("Card"), values["card"]),
    )
    return tuple(row for row in rows if row.value)


def next_charge(values: dict[str, str]) -> str:
    """Say when what is charged to which card, as far as it is known."""
    if not values["date"]:
        return _("It costs %(amount)s %(every)s.") % values
    if not values["card"]:
        return _("Your next charge is %(amount)s on %(date)s.") % values
    return _("Your next charge is %(amount)s on %(date)s, to %(card)s.") % values


def discounts_of(facts: Facts) -> tuple[str, ...]:
    """Say that what is charged will be less."""
    names = ", ".join(name(one) for one in facts.get("discounts", ()))
    if not names:
        return ()
    return (_("Your discount “%(name)s” is taken off this.") % {"name": one_line(names)},)
