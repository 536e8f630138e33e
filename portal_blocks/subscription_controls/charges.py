"""The next charge: skipped, moved, put back. What is said before it is done."""

from __future__ import annotations

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from billing.actions.moving import after_next, days_for
from portal_blocks.subscription_controls.offer import About, DayField, Offer
from portal_blocks.words import day, price


def skip(about: About) -> Offer | None:
    """Skip the next charge; None where no day is known for it."""
    stands = about.subscription.current_period_end
    if stands is None:
        return None
    facts = {
        "amount": price(about.subscription, about.viewer),
        "date": day(stands, about.viewer),
        "next": day(after_next(about.subscription), about.viewer),
    }
    return Offer(
        name="skip",
        switch="allow_skip",
        label=_("Skip the next charge"),
        confirm_label=_("Skip it"),
        back_label=_("Do not skip"),
        consequence=[
            _("Nothing is charged or sent on %(date)s.") % facts,
            _("Your next charge is then %(amount)s on %(next)s.") % facts,
        ],
    )


def move(about: About) -> Offer | None:
    """Move the next charge to another day; None where no day is known for it."""
    stands, portal = about.subscription.current_period_end, about.viewer.portal
    if stands is None:
        return None
    first, last = days_for(about.subscription, portal, now=about.now)
    facts = {
        "amount": price(about.subscription, about.viewer),
        "date": day(stands, about.viewer),
    }
    return Offer(
        name="move",
        switch="allow_move",
        label=_("Move the next charge"),
        confirm_label=_("Move it"),
        back_label=_("Leave it on its day"),
        consequence=[
            _("We charge %(amount)s on the day you choose, not on %(date)s.") % facts,
            _("Later charges are reckoned from that day."),
        ],
        day=DayField(
            name="to",
            label=_("Charge me on"),
            hint="",
            first=first,
            last=last,
            value=localdate(stands, portal.tz),
            required=True,
        ),
    )


def undo(about: About) -> Offer | None:
    """Put a moved charge back on its own day; None where it stands there."""
    origin = about.subscription.moved_from
    if origin is None:
        return None
    facts = {
        "amount": price(about.subscription, about.viewer),
        "date": day(origin, about.viewer),
    }
    return Offer(
        name="undo",
        switch="",
        label=_("Undo the move of your next charge"),
        confirm_label=_("Put it back"),
        back_label=_("Leave it where it is"),
        consequence=[_("Your next charge is then %(amount)s on %(date)s, as before.") % facts],
    )
