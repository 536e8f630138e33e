"""The language the customer reads in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import F, Q, Value
from django.db.models.functions import Left
from django.db.models.lookups import Exact
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access_rules.conditions.base import Condition, Section
from access_rules.conditions.parameters import codes
from access_rules.languages import covers, is_language, language_name
from access_rules.tree import Verdict

if TYPE_CHECKING:
    from access_rules.subject import Subject
    from portals.registry import Portal


@dataclass(frozen=True, slots=True)
class ReadsIn(Condition):
    """Met by readers of one of these languages; "de" covers "de-AT".

    The customer's own language, else the one that the visit is in; not known without either.
    Also of whoever is signed out, a visit tells it.
    """

    name = "language"
    label = _("Language")
    section = Section.PERSON

    languages: frozenset[str] = field(
        metadata=codes(_("Languages"), is_language, control="languages")
    )

    def holds_for(self, subject: Subject) -> Verdict:
        """Answer by the language."""
        language = subject.language
        return any(covers(one, language) for one in self.languages) if language else None

    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers with one of these languages as their own."""
        found = Q(language__in=sorted(self.languages))
        for tag in sorted(self.languages):
            # No `startswith`: on SQLite it takes capitals and small letters for the same.
            start = f"{tag}-"
            found |= Q(Exact(Left(F("language"), len(start)), Value(start)))
        return found

    def known_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers whose own language is known."""
        return ~Q(language="")

    def describe(self) -> str:
        """Return what is asked."""
        names = get_text_list(sorted(map(language_name, self.languages)), gettext("or"))
        return gettext("reads in %(languages)s") % {"languages": names}

    def fact(self, subject: Subject) -> str:
        """Return the language they read in."""
        if not subject.language:
            return gettext("Their language is not known.")
        return gettext("Reads in %(language)s.") % {"language": language_name(subject.language)}
