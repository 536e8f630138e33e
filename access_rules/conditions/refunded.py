"""Money was given back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access_rules.conditions.base import Section
from access_rules.conditions.comparing import (
    Age,
    OfCustomer,
    day_in_words,
    days_in_words,
    times_in_words,
)
from access_rules.conditions.parameters import days, one_of
from access_rules.tree import Closure, Verdict

if TYPE_CHECKING:
    from access_rules.subject import Subject
    from portals.registry import Portal


class When(StrEnum):
    """When it was."""

    EVER = "ever"
    WITHIN = "within"


WHEN_NAMES = {When.EVER: _("ever"), When.WITHIN: _("within")}


@dataclass(frozen=True, slots=True)
class WasRefunded(OfCustomer):
    """Met by whoever got money back, ever or within so many days. Never is a known no."""

    name = "refunded"
    label = _("Refunded")
    section = Section.PAYMENT

    when: When = field(metadata=one_of(When, _("When"), WHEN_NAMES))
    days: int = field(metadata=days(_("Days")))

    def closure(self) -> Closure:
        """Return the function that answers for one subject."""
        span, ever = timedelta(days=self.days), self.when is When.EVER

        def holds(subject: Subject) -> Verdict:
            if subject.customer_id is None:
                return None
            if ever:
                return subject.refunds_count > 0
            at = subject.last_refund_at
            return at is not None and at > subject.now - span

        return holds

    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers who got money back."""
        if self.when is When.EVER:
            return Q(refunds_count__gt=0)
        return Q(last_refund_at__isnull=False) & Age.WITHIN.q("last_refund_at", now, self.days)

    def describe(self) -> str:
        """Return what is asked."""
        if self.when is When.EVER:
            return gettext("has got money back")
        days = days_in_words(self.days)
        return gettext("has got money back within the last %(days)s") % {"days": days}

    def told_of(self, subject: Subject) -> str:
        """Return how often, and when last."""
        if not subject.refunds_count or subject.last_refund_at is None:
            return gettext("Never got money back.")
        return gettext("Got money back %(times)s, last on %(date)s.") % {
            "times": times_in_words(subject.refunds_count),
            "date": day_in_words(subject.last_refund_at, subject),
        }
