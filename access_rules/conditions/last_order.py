"""How long ago the last order was."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access_rules.conditions.base import Section
from access_rules.conditions.comparing import (
    AGE_NAMES,
    Age,
    OfCustomer,
    day_in_words,
    days_in_words,
)
from access_rules.conditions.parameters import days, one_of
from access_rules.tree import Closure, Verdict

if TYPE_CHECKING:
    from access_rules.subject import Subject
    from portals.registry import Portal


@dataclass(frozen=True, slots=True)
class LastOrder(OfCustomer):
    """Met by how long ago the last paid order was placed. Not known of whoever never ordered."""

    name = "last_order"
    label = _("Last order")
    section = Section.ORDERS

    age: Age = field(metadata=one_of(Age, _("How long ago"), AGE_NAMES))
    days: int = field(metadata=days(_("Days")))

    def closure(self) -> Closure:
        """Return the function that answers for one subject."""
        span, within = timedelta(days=self.days), self.age is Age.WITHIN

        def holds(subject: Subject) -> Verdict:
            at = subject.last_order_at
            return None if at is None else (at > subject.now - span) is within

        return holds

    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers by that order."""
        return self.age.q("last_order_at", now, self.days)

    def known_q(self, portal: Portal, now: datetime) -> Q:
        """Return whoever ordered."""
        return Q(last_order_at__isnull=False)

    def describe(self) -> str:
        """Return what is asked."""
        days = {"days": days_in_words(self.days)}
        if self.age is Age.WITHIN:
            return gettext("has ordered within the last %(days)s") % days
        return gettext("placed the last order %(days)s ago or longer") % days

    def told_of(self, subject: Subject) -> str:
        """Return when that was."""
        at = subject.last_order_at
        if at is None:
            return gettext("Never ordered.")
        return gettext("Ordered last on %(date)s.") % {"date": day_in_words(at, subject)}
