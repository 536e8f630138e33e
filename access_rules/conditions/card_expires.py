"""The card on file expires soon."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access_rules.conditions.base import Section
from access_rules.conditions.comparing import OfCustomer, days_in_words
from access_rules.conditions.parameters import days
from access_rules.tree import Closure, Verdict

if TYPE_CHECKING:
    from access_rules.subject import Subject
    from portals.registry import Portal


@dataclass(frozen=True, slots=True)
class CardExpires(OfCustomer):
    """Met while the default card can be charged for less than so many days, or no longer.

    Not known without a default card.
    """

    name = "card_expires"
    label = _("Card expires")
    section = Section.PAYMENT

    days: int = field(metadata=days(_("Within")))

    def closure(self) -> Closure:
        """Return the function that answers for one subject."""
        span = timedelta(days=self.days)

        def holds(subject: Subject) -> Verdict:
            at = subject.card_expires_at
            return None if at is None else at < subject.now + span

        return holds

    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers who meet this."""
        return Q(card_expires_at__lt=now + timedelta(days=self.days))

    def known_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers of whom it is known."""
        return Q(card_expires_at__isnull=False)

    def describe(self) -> str:
        """Return what is asked."""
        days = days_in_words(self.days)
        return gettext("has a card that expires within %(days)s") % {"days": days}

    def told_of(self, subject: Subject) -> str:
        """Return the day, if there is one."""
        at = subject.card_expires_at
        if at is None:
            return gettext("There is no card on file.")
        # The moment is one of UTC; the month that a card ends with is the same everywhere.
        last = formats.date_format(at - timedelta(days=1))
        return gettext("The card can be charged until %(date)s.") % {"date": last}
