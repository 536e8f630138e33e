"""How often a customer ordered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access_rules.conditions.base import Section
from access_rules.conditions.comparing import (
    COMPARISON_NAMES,
    Comparison,
    OfCustomer,
    day_in_words,
    times_in_words,
)
from access_rules.conditions.parameters import one_of, whole
from access_rules.tree import Closure, Verdict

if TYPE_CHECKING:
    from access_rules.subject import Subject
    from portals.registry import Portal


@dataclass(frozen=True, slots=True)
class OrdersCount(OfCustomer):
    """Met by the number of paid orders, those given back later included. None at all is a number:
    0."""

    name = "orders_count"
    label = _("Number of orders")
    section = Section.ORDERS

    comparison: Comparison = field(metadata=one_of(Comparison, _("How many"), COMPARISON_NAMES))
    count: int = field(metadata=whole(_("Orders"), unit=_("orders"), initial=1))

    def closure(self) -> Closure:
        """Return the function that answers for one subject."""
        passes, wanted = self.comparison.compare(), self.count

        def holds(subject: Subject) -> Verdict:
            if subject.customer_id is None:
                return None
            return passes(subject.orders_count, wanted)

        return holds

    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers with so many orders."""
        return self.comparison.q("orders_count", self.count)

    def describe(self) -> str:
        """Return what is asked."""
        times = self.comparison.of(times_in_words(self.count))
        return gettext("has ordered %(times)s") % {"times": times}

    def told_of(self, subject: Subject) -> str:
        """Return how often, and when last."""
        if not subject.orders_count or subject.last_order_at is None:
            return gettext("Never ordered.")
        return gettext("Ordered %(times)s, last on %(date)s.") % {
            "times": times_in_words(subject.orders_count),
            "date": day_in_words(subject.last_order_at, subject),
        }
