"""Active or Inactive in this portal."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access_rules.conditions.base import Condition, Section
from access_rules.conditions.parameters import one_of
from access_rules.standing import STANDING_NAMES, StandingValue, active_q, counting_club
from access_rules.tree import Closure, Verdict

if TYPE_CHECKING:
    from access_rules.subject import Subject
    from portals.registry import Portal


@dataclass(frozen=True, slots=True)
class HasStanding(Condition):
    """Met by customers of one standing. Whoever is signed out has none: not known."""

    name = "standing"
    label = _("Standing")
    section = Section.MEMBERSHIP

    value: StandingValue = field(metadata=one_of(StandingValue, _("Standing"), STANDING_NAMES))

    def holds_for(self, subject: Subject) -> Verdict:
        """Answer by the subject's standing in this portal."""
        return self.closure()(subject)

    def closure(self) -> Closure:
        """Return a function that keeps the wanted standing: nothing is asked more often."""
        wanted = self.value

        def holds(subject: Subject) -> Verdict:
            standing = subject.standing
            return None if standing is None else standing.value is wanted

        return holds

    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers with a subscription that counts, or those without."""
        active = active_q(counting_club(portal), portal.policy, now)
        return active if self.value is StandingValue.ACTIVE else ~active

    def describe(self) -> str:
        """Return what is asked."""
        return gettext("is %(standing)s") % {"standing": STANDING_NAMES[self.value]}

    def fact(self, subject: Subject) -> str:
        """Return the standing, its reason and since when."""
        return (
            gettext("Not signed in.") if subject.standing is None else subject.standing.sentence()
        )
