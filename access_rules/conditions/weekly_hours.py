"""Some hours of some days of the week."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import formats
from django.utils.dates import WEEKDAYS
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access_rules.conditions.base import Condition, Section
from access_rules.conditions.parameters import some_of, whole
from access_rules.tree import EVERYBODY, NOBODY

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from access_rules.subject import Subject
    from portals.registry import Portal

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMBERS = {day: number for number, day in enumerate(DAYS)}


@dataclass(frozen=True, slots=True)
class IsInWeeklyHours(Condition):
    """Met by the portal's clock, from the first hour until the last begins or the day is over (24).

    A last hour before the first is one of the next morning: Friday, 22 to 6, ends on Saturday. An
    hour that the clocks skip is never, one that they repeat is twice.
    """

    name = "weekly_hours"
    label = _("Days and hours of the week")
    section = Section.TIME

    days: frozenset[str] = field(
        metadata=some_of(lambda: list(zip(DAYS, WEEKDAYS.values(), strict=True)), _("Days"))
    )
    start: int = field(metadata=whole(_("From"), 0, 23, unit=_("o'clock"), initial=9))
    end: int = field(metadata=whole(_("Until"), 0, 24, unit=_("o'clock"), initial=17))

    def holds_for(self, subject: Subject) -> bool:
        """Answer by the portal's clock."""
        return self._includes(subject.local_now)

    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return everybody in these hours."""
        return EVERYBODY if self._includes(now.astimezone(portal.tz)) else NOBODY

    def contradiction(self) -> tuple[str, StrPromise] | None:
        """Refuse no hours at all."""
        return ("end", _("Choose two different hours.")) if self.start == self.end else None

    def describe(self) -> str:
        """Return what is asked."""
        names = [str(WEEKDAYS[_NUMBERS[day]]) for day in DAYS if day in self.days]
        return gettext("looks on %(days)s between %(start)02d:00 and %(end)02d:00") % {
            "days": get_text_list(names, gettext("or")),
            "start": self.start,
            "end": self.end,
        }

    def fact(self, subject: Subject) -> str:
        """Return the day and the hour that it is."""
        now = subject.local_now
        values = {"day": WEEKDAYS[now.weekday()], "time": formats.time_format(now)}
        return gettext("It is %(day)s, %(time)s.") % values

    def _includes(self, now: datetime) -> bool:
        today, yesterday = DAYS[now.weekday()], DAYS[now.weekday() - 1]
        if self.start < self.end:
            return today in self.days and self.start <= now.hour < self.end
        begun = today in self.days and now.hour >= self.start
        return begun or (yesterday in self.days and now.hour < self.end)
