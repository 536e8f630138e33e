"""A membership that ended some days ago at most."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access_rules.conditions.base import Section
from access_rules.conditions.comparing import OfCustomer, day_in_words, days_in_words
from access_rules.conditions.parameters import club_or_here, days
from access_rules.conditions.subscribing import (
    ENDED,
    RUNNING,
    club_or_own,
    here,
    known,
    one_q,
    place_in_words,
)
from access_rules.standing import in_states_q
from access_rules.tree import Closure, Verdict
from billing.models.sets import Test

if TYPE_CHECKING:
    from access_rules.subject import Subject, SubscriptionFact
    from portals.registry import Portal


@dataclass(frozen=True, slots=True)
class MembershipEnded(OfCustomer):
    """Met for so many days after the last subscription ended.

    Not known where none ever ended, where it never began, and where another goes on or is
    being checked.
    """

    name = "membership_ended"
    label = _("Membership ended")
    section = Section.MEMBERSHIP

    days: int = field(metadata=days(_("Within")))
    club: int | None = field(metadata=club_or_here(_("Club")))

    def closure(self) -> Closure:
        """Return the function that answers for one subject."""
        span, moment = timedelta(days=self.days), self._moment

        def holds(subject: Subject) -> Verdict:
            at = moment(subject)
            return None if at is None else at > subject.now - span

        return holds

    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers who meet this."""
        after = Test("ended", "gt", (now - timedelta(days=self.days)).timestamp())
        return self._ended_q(portal, after)

    def known_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers of whom it is known."""
        return self._ended_q(portal, known("ended"))

    def describe(self) -> str:
        """Return what is asked."""
        values = {"days": days_in_words(self.days), "place": place_in_words(self.club)}
        return gettext("stopped being a member %(place)s within the last %(days)s") % values

    def told_of(self, subject: Subject) -> str:
        """Return the day, if there is one."""
        at = self._moment(subject)
        if at is None:
            return gettext("No membership has ended.")
        return gettext("The membership ended on %(date)s.") % {"date": day_in_words(at, subject)}

    def _moment(self, subject: Subject) -> datetime | None:
        last: datetime | None = None
        for one in here(subject, self.club):
            if one.state in RUNNING:
                return None
            at = one.ended
            if at is not None and (last is None or at > last) and _was(one):
                last = at
        return last

    def _ended_q(self, portal: Portal, ended: Test) -> Q:
        club = club_or_own(self.club, portal)
        return one_q(ENDED, club, known("started"), ended) & ~in_states_q(RUNNING, club)


def _was(one: SubscriptionFact) -> bool:
    return one.state in ENDED and one.started is not None
