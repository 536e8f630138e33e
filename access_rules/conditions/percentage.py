"""A share of the customers that stays the same: for trying two things, or for a slow start."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import MD5, Cast, Concat, Left
from django.db.models.lookups import GreaterThanOrEqual, LessThan
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access_rules.conditions.base import Condition, Section
from access_rules.conditions.parameters import text, whole
from access_rules.tree import EVERYBODY, Verdict

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from access_rules.subject import Subject
    from portals.registry import Portal

_DIGITS = 8


@dataclass(frozen=True, slots=True)
class IsInPercentage(Condition):
    """Met by the customers whose place in a split is between two percentages, the first included.

    A place is made of the customer and the split's name, and never moves: 0-50 and 50-100 of one
    split share nobody and leave nobody out, and are unrelated to those of another.
    """

    name = "percentage"
    label = _("Percentage of customers")
    section = Section.TIME

    split: str = field(metadata=text(_("Name of the split"), longest=60))
    start: int = field(metadata=whole(_("From"), 0, 99, unit="%"))
    end: int = field(metadata=whole(_("To"), 1, 100, unit="%", initial=50))

    def holds_for(self, subject: Subject) -> Verdict:
        """Answer by the customer's place."""
        if subject.customer_id is None:
            return None
        place = _place(subject.customer_id, self.split)
        return _limit(self.start) <= place and (self.end == 100 or place < _limit(self.end))

    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers with such a place."""
        key = Concat(Cast(F("customer_id"), CharField()), Value(f":{self.split}"))
        place = Left(MD5(key), _DIGITS)
        found = EVERYBODY
        if self.start > 0:
            found &= Q(GreaterThanOrEqual(place, Value(_limit(self.start))))
        if self.end < 100:
            found &= Q(LessThan(place, Value(_limit(self.end))))
        return found

    def contradiction(self) -> tuple[str, StrPromise] | None:
        """Refuse a share of nobody."""
        return ("end", _("Choose more than “From”.")) if self.end <= self.start else None

    def describe(self) -> str:
        """Return what is asked."""
        values = {"start": self.start, "end": self.end, "split": self.split}
        return gettext("is among the %(start)d to %(end)d %% of the split “%(split)s”") % values

    def fact(self, subject: Subject) -> str:
        """Return the customer's place."""
        if subject.customer_id is None:
            return gettext("Not signed in.")
        place = int(_place(subject.customer_id, self.split), 16) * 100 / 16**_DIGITS
        values = {"place": f"{place:.1f}", "split": self.split}
        return gettext("Stands at %(place)s %% of the split “%(split)s”.") % values


def _place(customer_id: int, split: str) -> str:
    key = f"{customer_id}:{split}".encode()
    return hashlib.md5(key, usedforsecurity=False).hexdigest()[:_DIGITS]


def _limit(percent: int) -> str:
    """Return the first place of a percentage, as the digits that places are compared by."""
    return f"{-(-percent * 16**_DIGITS // 100):0{_DIGITS}x}"
