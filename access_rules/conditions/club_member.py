"""Member of a club now, once, or never."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access_rules.conditions.base import Section
from access_rules.conditions.comparing import OfCustomer
from access_rules.conditions.parameters import club_or_here, one_of
from access_rules.conditions.subscribing import (
    ENDED,
    RUNNING,
    club_or_own,
    place_in_words,
)
from access_rules.standing import in_states_q
from access_rules.tree import EVERYBODY, NOBODY, Closure, Verdict

if TYPE_CHECKING:
    from access_rules.subject import Subject
    from portals.registry import Portal


class Place(StrEnum):
    """A customer's place in a club."""

    MEMBER = "member"
    FORMER = "former"
    NEVER = "never"


PLACE_NAMES = {
    Place.MEMBER: _("is a member"),
    Place.FORMER: _("was once a member"),
    Place.NEVER: _("was never a member"),
}


@dataclass(frozen=True, slots=True)
class IsInClub(OfCustomer):
    """Met by a customer's place in a club, by the same measure as the door of its portal: a
    subscription that goes on, or a product of the club bought for good, makes a member.

    Without a club, as in a customer portal, it is not known.
    """

    name = "club_member"
    label = _("Member of a club")
    section = Section.MEMBERSHIP

    place: Place = field(metadata=one_of(Place, _("Membership"), PLACE_NAMES))
    club: int | None = field(metadata=club_or_here(_("Club")))

    def closure(self) -> Closure:
        """Return the function that answers for one subject."""
        place, own = self.place, self.club

        def holds(subject: Subject) -> Verdict:
            if subject.customer_id is None:
                return None
            club = subject.club_id if own is None else own
            return (_place(subject, club) is place) if club else None

        return holds

    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers who have that place."""
        club = club_or_own(self.club, portal)
        if not club:
            return NOBODY
        bought = Q(clubs_ever__has_any={club})
        running, ended = in_states_q(RUNNING, club), in_states_q(ENDED, club)
        return {
            Place.MEMBER: running | bought & ~ended,
            Place.FORMER: bought & ended & ~running,
            Place.NEVER: ~running & ~bought,
        }[self.place]

    def known_q(self, portal: Portal, now: datetime) -> Q:
        """Return everybody, where there is a club."""
        return EVERYBODY if club_or_own(self.club, portal) else NOBODY

    def describe(self) -> str:
        """Return what is asked."""
        return f"{PLACE_NAMES[self.place]} {place_in_words(self.club)}"

    def told_of(self, subject: Subject) -> str:
        """Return the customer's place there."""
        club = subject.club_id if self.club is None else self.club
        if not club:
            return gettext("This portal has no club.")
        return {
            Place.MEMBER: gettext("A member."),
            Place.FORMER: gettext("A former member."),
            Place.NEVER: gettext("Never was a member."),
        }[_place(subject, club)]


def _place(subject: Subject, club: int) -> Place:
    ended = False
    for one in subject.subscriptions:
        if club in one.clubs:
            if one.state in RUNNING:
                return Place.MEMBER
            ended = ended or one.state in ENDED
    if club not in subject.clubs_ever:
        return Place.NEVER
    return Place.FORMER if ended else Place.MEMBER
