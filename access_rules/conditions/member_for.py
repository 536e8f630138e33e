"""A member for some days: what opens bit by bit."""

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
    club_or_own,
    counting_q,
    counts,
    here,
    known,
    place_in_words,
)
from access_rules.tree import Closure, Verdict
from billing.models.sets import Test

if TYPE_CHECKING:
    from access_rules.subject import Subject
    from portals.registry import Portal


@dataclass(frozen=True, slots=True)
class IsMemberFor(OfCustomer):
    """Met once a subscription that makes Active began so many days ago; the oldest of them counts.

    Not known without one: a pause that does not count is no membership, and afterwards the days
    count from the same beginning.
    """

    name = "member_for"
    label = _("Member for some days")
    section = Section.MEMBERSHIP

    days: int = field(metadata=days(_("At least")))
    club: int | None = field(metadata=club_or_here(_("Club")))

    def closure(self) -> Closure:
        """Return the function that answers for one subject."""
        span, moment = timedelta(days=self.days), self._moment

        def holds(subject: Subject) -> Verdict:
            at = moment(subject)
            return None if at is None else at <= subject.now - span

        return holds

    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers who meet this."""
        before = Test("started", "lte", (now - timedelta(days=self.days)).timestamp())
        return counting_q(club_or_own(self.club, portal), portal, now, before)

    def known_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers of whom it is known."""
        return counting_q(club_or_own(self.club, portal), portal, now, known("started"))

    def describe(self) -> str:
        """Return what is asked."""
        values = {"days": days_in_words(self.days), "place": place_in_words(self.club)}
        return gettext("has been a member %(place)s for %(days)s") % values

    def told_of(self, subject: Subject) -> str:
        """Return the day, if there is one."""
        at = self._moment(subject)
        if at is None:
            return gettext("No subscription that counts.")
        return gettext("A member since %(date)s.") % {"date": day_in_words(at, subject)}

    def _moment(self, subject: Subject) -> datetime | None:
        first: datetime | None = None
        for one in here(subject, self.club):
            at = one.started
            if at is not None and (first is None or at < first) and counts(one, subject):
                first = at
        return first
