"""Money is taken soon."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access_rules.conditions.base import Section
from access_rules.conditions.comparing import OfCustomer, day_in_words, days_in_words
from access_rules.conditions.parameters import days
from access_rules.conditions.subscribing import BEGUN, known, one_q
from access_rules.standing import counting_club
from access_rules.tree import Closure, Verdict
from billing.models.sets import Test

if TYPE_CHECKING:
    from access_rules.subject import Subject
    from portals.registry import Portal


@dataclass(frozen=True, slots=True)
class NextCharge(OfCustomer):
    """Met while the next charge of a subscription here is less than so many days ahead, or overdue.

    Not known where nothing will be charged.
    """

    name = "next_charge"
    label = _("Next charge")
    section = Section.PAYMENT

    days: int = field(metadata=days(_("Within")))

    def closure(self) -> Closure:
        """Return the function that answers for one subject."""
        span, moment = timedelta(days=self.days), self._moment

        def holds(subject: Subject) -> Verdict:
            at = moment(subject)
            return None if at is None else at < subject.now + span

        return holds

    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers who meet this."""
        before = Test("next_charge", "lt", (now + timedelta(days=self.days)).timestamp())
        return one_q(BEGUN, counting_club(portal), before)

    def known_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers of whom it is known."""
        return one_q(BEGUN, counting_club(portal), known("next_charge"))

    def describe(self) -> str:
        """Return what is asked."""
        days = days_in_words(self.days)
        return gettext("will be charged within %(days)s") % {"days": days}

    def told_of(self, subject: Subject) -> str:
        """Return the day, if there is one."""
        at = self._moment(subject)
        if at is None:
            return gettext("Nothing will be charged.")
        return gettext("The next charge is on %(date)s.") % {"date": day_in_words(at, subject)}

    def _moment(self, subject: Subject) -> datetime | None:
        first: datetime | None = None
        for one in subject.here:
            at = one.next_charge
            if at is not None and (first is None or at < first) and one.state in BEGUN:
                first = at
        return first
