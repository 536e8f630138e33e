"""The words the merchant sorts customers by."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access_rules.conditions.base import Condition, Section
from access_rules.conditions.parameters import words
from access_rules.tree import Verdict

if TYPE_CHECKING:
    from access_rules.subject import Subject
    from portals.registry import Portal


@dataclass(frozen=True, slots=True)
class HasTag(Condition):
    """Met by customers with one of these tags. Having none is a known no."""

    name = "tag"
    label = _("Tag")
    section = Section.PERSON

    tags: frozenset[str] = field(metadata=words(_("Tags")))

    def holds_for(self, subject: Subject) -> Verdict:
        """Answer by their tags."""
        return None if subject.customer_id is None else not self.tags.isdisjoint(subject.tags)

    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers with one of these."""
        return Q(tags__has_any=self.tags)

    def describe(self) -> str:
        """Return what is asked."""
        return gettext("has the tag %(tags)s") % {"tags": _quoted(self.tags, gettext("or"))}

    def fact(self, subject: Subject) -> str:
        """Return the tags they have."""
        if not subject.signed_in:
            return gettext("Not signed in.")
        if not subject.tags:
            return gettext("Has no tags.")
        return gettext("Has the tags %(tags)s.") % {"tags": _quoted(subject.tags, gettext("and"))}


def _quoted(tags: frozenset[str], word: str) -> str:
    return get_text_list([f"“{tag}”" for tag in sorted(tags)], word)
