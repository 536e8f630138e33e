"""Where the customer lives."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access_rules.conditions.base import Condition, Section
from access_rules.conditions.parameters import codes
from access_rules.places import countries_in, is_place, parts_in, place_name
from access_rules.tree import Closure, Verdict

if TYPE_CHECKING:
    from access_rules.subject import Subject
    from portals.registry import Portal


@dataclass(frozen=True, slots=True)
class LivesIn(Condition):
    """Met in one of these countries, groups of countries or parts of a country.

    Not known without a country; nor where a part is asked for, of whom only its country is known.
    """

    name = "country"
    label = _("Country")
    section = Section.PERSON

    places: frozenset[str] = field(metadata=codes(_("Countries"), is_place, control="countries"))

    def holds_for(self, subject: Subject) -> Verdict:
        """Answer by the country, or by the part of it."""
        return self.closure()(subject)

    def closure(self) -> Closure:
        """Return a function with the groups resolved."""
        countries, parts = countries_in(self.places), parts_in(self.places)
        partly = _countries_of(parts)

        def holds(subject: Subject) -> Verdict:
            country = subject.country
            if subject.customer_id is None or not country:
                return None
            if country in countries or subject.region in parts:
                return True
            return None if country in partly and not subject.region else False

        return holds

    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers there."""
        lives = Q(country__in=sorted(countries_in(self.places)))
        parts = parts_in(self.places)
        return lives | ~Q(country="") & Q(region__in=sorted(parts)) if parts else lives

    def known_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers whose country is known, and its part where that decides."""
        known = ~Q(country="")
        partly = _countries_of(parts_in(self.places)) - countries_in(self.places)
        return known & ~Q(region="", country__in=sorted(partly)) if partly else known

    def describe(self) -> str:
        """Return what is asked."""
        names = get_text_list(sorted(map(place_name, self.places)), gettext("or"))
        return gettext("lives in %(places)s") % {"places": names}

    def fact(self, subject: Subject) -> str:
        """Return where they live."""
        if not subject.signed_in:
            return gettext("Not signed in.")
        if not subject.country:
            return gettext("Their country is not known.")
        return gettext("Lives in %(place)s.") % {
            "place": place_name(subject.region or subject.country)
        }


def _countries_of(parts: frozenset[str]) -> frozenset[str]:
    return frozenset(part.partition("-")[0] for part in parts)
