"""How often one subscription was renewed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access_rules.conditions.base import Section
from access_rules.conditions.comparing import (
    COMPARISON_NAMES,
    Comparison,
    OfCustomer,
    times_in_words,
)
from access_rules.conditions.parameters import one_of, whole
from access_rules.conditions.subscribing import HELD, one_q
from access_rules.standing import counting_club, in_states_q
from access_rules.tree import Closure, Verdict
from billing.models.sets import Test

if TYPE_CHECKING:
    from access_rules.subject import Subject
    from portals.registry import Portal


@dataclass(frozen=True, slots=True)
class HasRenewals(OfCustomer):
    """Met by the number of charges paid after the first, of one subscription that is held here; the
    most renewed counts. Not known without one."""

    name = "renewals"
    label = _("Paid renewals")
    section = Section.MEMBERSHIP

    comparison: Comparison = field(metadata=one_of(Comparison, _("How many"), COMPARISON_NAMES))
    count: int = field(metadata=whole(_("Renewals"), unit=_("renewals"), initial=1))

    def closure(self) -> Closure:
        """Return the function that answers for one subject."""
        passes, wanted, most = self.comparison.compare(), self.count, self._most

        def holds(subject: Subject) -> Verdict:
            found = most(subject)
            return None if found is None else passes(found, wanted)

        return holds

    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers with such a subscription."""
        club = counting_club(portal)
        enough = one_q(HELD, club, Test("renewals", "gte", self.count))
        if self.comparison is Comparison.AT_LEAST:
            return enough
        none_more = ~one_q(HELD, club, Test("renewals", "gt", self.count))
        exactly = self.comparison is Comparison.EXACTLY
        return (enough if exactly else self.known_q(portal, now)) & none_more

    def known_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers who hold a subscription."""
        return in_states_q(HELD, counting_club(portal))

    def describe(self) -> str:
        """Return what is asked."""
        times = self.comparison.of(times_in_words(self.count))
        return gettext("has renewed a subscription %(times)s") % {"times": times}

    def told_of(self, subject: Subject) -> str:
        """Return how often it was renewed."""
        found = self._most(subject)
        if found is None:
            return gettext("There is no running subscription.")
        return gettext("Renewed %(times)s.") % {"times": times_in_words(found)}

    def _most(self, subject: Subject) -> int | None:
        most: int | None = None
        for one in subject.here:
            if one.state in HELD and (most is None or one.renewals > most):
                most = one.renewals
        return most
