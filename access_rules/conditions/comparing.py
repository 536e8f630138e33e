"""What several conditions share: how many, how long ago, and who cannot be asked.

One rule for days: a day is 24 hours. "Within 30 days" lasts until the moment 30 days are over; "for
30 days" and "30 days ago or longer" begin with it. What lies ahead of now (a clock that was off, a
preview of an earlier day) happened just now.
"""

from __future__ import annotations

import operator
from abc import abstractmethod
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import formats
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from access_rules.conditions.base import Condition
from access_rules.subject import zone_of
from access_rules.tree import Closure, Verdict

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from access_rules.subject import Subject


class OfCustomer(Condition):
    """A question about a customer: not known of whoever is signed out.

    It answers by a function made once, which holds the settings as its own: that is asked much
    more often than it is made.
    """

    @abstractmethod
    def closure(self) -> Closure:
        """Return the function that answers for one subject."""

    @abstractmethod
    def told_of(self, subject: Subject) -> str:
        """Return the fact of a customer who is known."""

    def holds_for(self, subject: Subject) -> Verdict:
        """Answer once."""
        return self.closure()(subject)

    def fact(self, subject: Subject) -> str:
        """Return the customer's own fact."""
        return self.told_of(subject) if subject.signed_in else gettext("Not signed in.")


class Comparison(StrEnum):
    """How a number has to stand to the one in the rule."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EXACTLY = "exactly"

    def of(self, amount: str) -> str:
        """Return it with the amount, in words: "at least 3 times"."""
        return {
            Comparison.AT_LEAST: gettext("at least %(amount)s"),
            Comparison.AT_MOST: gettext("at most %(amount)s"),
            Comparison.EXACTLY: gettext("exactly %(amount)s"),
        }[self] % {"amount": amount}

    def compare(self) -> Callable[[Any, Any], bool]:
        """Return the function that compares a customer's number with the rule's."""
        return _COMPARE[self]

    def q(self, column: str, number: int) -> Q:
        """Return the same for the database."""
        return Q(**{f"{column}__{_LOOKUPS[self]}": number})


_COMPARE: dict[Comparison, Callable[[Any, Any], bool]] = {
    Comparison.AT_LEAST: operator.ge,
    Comparison.AT_MOST: operator.le,
    Comparison.EXACTLY: operator.eq,
}
_LOOKUPS = {Comparison.AT_LEAST: "gte", Comparison.AT_MOST: "lte", Comparison.EXACTLY: "exact"}
COMPARISON_NAMES: dict[Comparison, StrPromise] = {
    Comparison.AT_LEAST: _("at least"),
    Comparison.AT_MOST: _("at most"),
    Comparison.EXACTLY: _("exactly"),
}


class Age(StrEnum):
    """Whether something is to be recent, or long ago."""

    WITHIN = "within"
    LONGER_AGO = "longer_ago"

    def q(self, column: str, now: datetime, days: int) -> Q:
        """Return who has a moment in `column` of that age."""
        word = "gt" if self is Age.WITHIN else "lte"
        return Q(**{f"{column}__{word}": now - timedelta(days=days)})


AGE_NAMES: dict[Age, StrPromise] = {
    Age.WITHIN: _("within"),
    Age.LONGER_AGO: _("longer ago than"),
}


def times_in_words(count: int) -> str:
    """Return how often: "3 times"."""
    return ngettext("%(count)d time", "%(count)d times", count) % {"count": count}


def days_in_words(days: int) -> str:
    """Return how long: "90 days"."""
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def day_in_words(moment: datetime, subject: Subject) -> str:
    """Return the day on which something happened, in the portal's time zone."""
    return formats.date_format(moment.astimezone(zone_of(subject.portal)))
