"""Between two days."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access_rules.conditions.base import Condition, Section
from access_rules.conditions.parameters import day_or_open
from access_rules.tree import EVERYBODY, NOBODY

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from access_rules.subject import Subject
    from portals.registry import Portal


@dataclass(frozen=True, slots=True)
class IsBetweenDates(Condition):
    """Met from the first day to the last, both included, in the portal's time zone."""

    name = "between_dates"
    label = _("Between two dates")
    section = Section.TIME

    first: date | None = field(metadata=day_or_open(_("First day")))
    last: date | None = field(metadata=day_or_open(_("Last day")))

    def holds_for(self, subject: Subject) -> bool:
        """Answer by the portal's calendar."""
        return self._includes(subject.local_now.date())

    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return everybody on these days."""
        return EVERYBODY if self._includes(now.astimezone(portal.tz).date()) else NOBODY

    def contradiction(self) -> tuple[str, StrPromise] | None:
        """Refuse no days at all."""
        if self.first is None and self.last is None:
            return "first", _("Choose the first day, the last day, or both.")
        if self.first is not None and self.last is not None and self.last < self.first:
            return "last", _("The last day is before the first.")
        return None

    def describe(self) -> str:
        """Return what is asked."""
        values = {"first": _written(self.first), "last": _written(self.last)}
        if self.last is None:
            return gettext("looks on %(first)s or later") % values
        if self.first is None:
            return gettext("looks on %(last)s or earlier") % values
        return gettext("looks between %(first)s and %(last)s") % values

    def fact(self, subject: Subject) -> str:
        """Return the day that it is."""
        return gettext("Today is %(day)s.") % {"day": _written(subject.local_now.date())}

    def _includes(self, day: date) -> bool:
        if self.first is not None and day < self.first:
            return False
        return self.last is None or day <= self.last


def _written(day: date | None) -> str:
    return formats.date_format(day) if day is not None else ""
