"""Active or Inactive in a club."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access_rules.conditions.base import Section
from access_rules.conditions.comparing import OfCustomer
from access_rules.conditions.parameters import club_or_here, one_of
from access_rules.conditions.subscribing import club_or_own, counts, here, place_in_words
from access_rules.standing import STANDING_NAMES, StandingValue, active_q, standing_of
from access_rules.tree import Closure, Verdict
from portals.policy import GracePolicy

if TYPE_CHECKING:
    from access_rules.subject import Subject
    from portals.registry import Portal


@dataclass(frozen=True, slots=True)
class HasStandingInClub(OfCustomer):
    """Met by customers of one standing in a named club, whatever portal they look at."""

    name = "standing_in_club"
    label = _("Standing in a club")
    section = Section.MEMBERSHIP

    value: StandingValue = field(metadata=one_of(StandingValue, _("Standing"), STANDING_NAMES))
    club: int | None = field(metadata=club_or_here(_("Club")))

    def closure(self) -> Closure:
        """Return the function that answers for one subject."""
        club, wanted = self.club, self.value is StandingValue.ACTIVE

        def holds(subject: Subject) -> Verdict:
            if subject.customer_id is None or subject.portal is None:
                return None
            for one in here(subject, club):
                if counts(one, subject):
                    return wanted
            return not wanted

        return holds

    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers by the subscriptions of that club."""
        active = active_q(club_or_own(self.club, portal), portal.policy, now)
        return active if self.value is StandingValue.ACTIVE else ~active

    def describe(self) -> str:
        """Return what is asked."""
        place = place_in_words(self.club)
        values = {"standing": STANDING_NAMES[self.value], "place": place}
        return gettext("is %(standing)s %(place)s") % values

    def told_of(self, subject: Subject) -> str:
        """Return the standing there."""
        policy = GracePolicy() if subject.portal is None else subject.portal.policy
        club = subject.club_id if self.club is None else self.club
        return standing_of(subject.subscriptions, club, policy, subject.now).sentence()
