"""When a control may be used: in which states, after how many renewals, how long before a charge.

The merchant's terms for a control are one of the block's settings; without any it may always be
used. Asked as the page is drawn, where what is not possible yet says from when it is, and once more
as a button is pressed. To add a control, add its lines to `TERMS` and `FROM`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from billing.actions.plans import waits_for_charge
from billing.models import Subscription, SubscriptionState
from billing.periods import later
from portal_blocks.viewer import Viewer
from portal_blocks.words import day

State = SubscriptionState
CHANGES = frozenset({"frequency", "plan", "quantity"})
HELD = frozenset({State.ACTIVE, State.TRIALING, State.PAUSED})
"""Whose terms count: whoever's payment failed may always give up."""

TERMS = {
    "address": "delivery_terms",
    "cancel": "cancel_terms",
    "coupon": "coupon_terms",
    "frequency": "frequency_terms",
    "gift": "delivery_terms",
    "move": "move_terms",
    "pause": "pause_terms",
    "plan": "plan_terms",
    "quantity": "quantity_terms",
    "skip": "skip_terms",
}
FROM = {
    "address": gettext_lazy("You can change the address from %(date)s."),
    "cancel": gettext_lazy("You can cancel from %(date)s."),
    "coupon": gettext_lazy("You can use a code from %(date)s."),
    "frequency": gettext_lazy("You can change how often it comes from %(date)s."),
    "gift": gettext_lazy("You can change the note from %(date)s."),
    "move": gettext_lazy("You can move a charge from %(date)s."),
    "pause": gettext_lazy("You can pause from %(date)s."),
    "plan": gettext_lazy("You can change the plan from %(date)s."),
    "quantity": gettext_lazy("You can change how many you get from %(date)s."),
    "skip": gettext_lazy("You can skip a charge from %(date)s."),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one control. `states` empty: any; `notice` is days before the next charge."""

    states: frozenset[str] = frozenset()
    renewals: int = 0
    notice: int = 0

    def holds_back(self, other: Terms) -> bool:
        """Whether somebody has to wait by these who need not by the other ones."""
        is_other_state = bool(self.states) and not (other.states and other.states <= self.states)
        return is_other_state or self.renewals > other.renewals or self.notice > other.notice


def terms_of(name: str, value: Mapping[str, Any]) -> Terms:
    """Return the merchant's terms for a control; those of an old block are none."""
    kept = value.get(TERMS.get(name, "")) or {}
    return Terms(
        frozenset(kept.get("states") or ()),
        kept.get("renewals") or 0,
        kept.get("notice") or 0,
    )


def wait_of(name: str, subscription: Subscription, viewer: Viewer, value: Mapping[str, Any]) -> str:
    """Return when a control becomes possible, in a sentence; empty where it is possible now."""
    stands = subscription.next_charge_at
    if name in CHANGES and stands is not None and waits_for_charge(subscription, viewer.portal):
        return _from(name, stands, viewer)
    terms = terms_of(name, value)
    if terms == Terms() or subscription.state not in HELD:
        return ""
    if terms.states and subscription.state not in terms.states:
        return _in_other_states(name, subscription, viewer)
    missing = _renewals_missing(terms, subscription, viewer)
    since = [_after(missing, subscription), _after_notice(terms, subscription, viewer)]
    if missing and since[0] is None:
        words = ngettext(
            "You can do this after %(count)d more charge.",
            "You can do this after %(count)d more charges.",
            missing,
        )
        return words % {"count": missing}
    known = [one for one in since if one is not None]
    return _from(name, max(known), viewer) if known else ""


def _in_other_states(name: str, subscription: Subscription, viewer: Viewer) -> str:
    """A trial ends on a day; what is paused runs when the customer says so."""
    if subscription.state == State.TRIALING and subscription.trial_ends_at is not None:
        return _from(name, subscription.trial_ends_at, viewer)
    if subscription.state == State.PAUSED:
        return _("You can do this again once it is not paused any more.")
    return _("You can do this only while it is paused or in a trial.")


def _renewals_missing(terms: Terms, subscription: Subscription, viewer: Viewer) -> int:
    """How many charges have to come first. The end of a trial is not a renewal yet."""
    if not terms.renewals:
        return 0
    paid = viewer.data.renewals.get(subscription.pk, 0)
    in_trial = subscription.state == State.TRIALING
    return max(terms.renewals - paid + in_trial, 0)


def _after(charges: int, subscription: Subscription) -> datetime | None:
    """When so many more charges have come; None for none, or where no charge is on its way."""
    stands = subscription.next_charge_at
    if not charges or stands is None:
        return None
    return later(stands, subscription.interval, subscription.interval_count * (charges - 1))


def _after_notice(terms: Terms, subscription: Subscription, viewer: Viewer) -> datetime | None:
    """The next charge, where it is too near. A notice as long as the rhythm is none: it would
    never be kept."""
    stands, notice = subscription.next_charge_at, timedelta(days=terms.notice)
    if not notice or stands is None or stands - viewer.subject.now >= notice:
        return None
    following = later(stands, subscription.interval, subscription.interval_count)
    return stands if following - stands > notice else None


def _from(name: str, moment: datetime, viewer: Viewer) -> str:
    return str(FROM[name]) % {"date": day(moment, viewer)}
