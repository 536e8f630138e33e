"""Active or Inactive in this portal."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access_rules.conditions.base import Condition, one_of
from access_rules.standing import STANDING_NAMES, StandingValue, counting_club, counting_states
from access_rules.tree import Verdict
from billing.models import Subscription

if TYPE_CHECKING:
    from access_rules.subject import Subject
    from portals.registry import Portal


@dataclass(frozen=True, slots=True)
class HasStanding(Condition):
    """Met by customers of one standing. Whoever is signed out has none: not known."""

    name = "standing"
    label = _("Standing")

    value: StandingValue = field(metadata=one_of(StandingValue, _("Standing")))

    def holds_for(self, subject: Subject) -> Verdict:
        """Answer by the subject's standing in this portal."""
        standing = subject.standing
        return None if standing is None else standing.value is self.value

    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers with a subscription that counts, or those without."""
        active = Q(Exists(_counting_subscriptions(portal, now)))
        return active if self.value is StandingValue.ACTIVE else ~active

    def describe(self) -> str:
        """Return what is asked."""
        return gettext("is %(standing)s") % {"standing": STANDING_NAMES[self.value]}

    def fact(self, subject: Subject) -> str:
        """Return the standing, its reason and since when."""
        return (
            gettext("Not signed in.") if subject.standing is None else subject.standing.sentence()
        )


def _counting_subscriptions(portal: Portal, now: datetime) -> QuerySet[Subscription]:
    counts = Q(state__in=[])
    for state, after in counting_states(portal.policy, now).items():
        in_time = Q(state_since__gt=after) if after else Q()
        counts |= Q(state=state) & in_time
    club_id = counting_club(portal)
    of_club = Q() if club_id is None else Q(products__clubs=club_id)
    return Subscription.objects.filter(counts, of_club, customer=OuterRef("pk"))
