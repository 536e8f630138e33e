"""How much a customer spent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from babel import Locale
from babel.numbers import format_currency, get_currency_precision
from django.db.models import Q
from django.utils.translation import get_language, gettext, to_locale
from django.utils.translation import gettext_lazy as _

from access_rules.conditions.base import Section
from access_rules.conditions.comparing import COMPARISON_NAMES, Comparison, OfCustomer
from access_rules.conditions.parameters import currency, money, one_of
from access_rules.tree import Closure, Verdict

if TYPE_CHECKING:
    from access_rules.subject import Subject
    from portals.registry import Portal


@dataclass(frozen=True, slots=True)
class TotalSpent(OfCustomer):
    """Met by what was paid in one currency, less what was given back. Nothing spent is an amount:
    0. Other currencies are not converted."""

    name = "total_spent"
    label = _("Total spent")
    section = Section.ORDERS

    comparison: Comparison = field(metadata=one_of(Comparison, _("How much"), COMPARISON_NAMES))
    amount: int = field(metadata=money(_("Amount")))
    currency: str = field(metadata=currency(_("Currency")))

    def closure(self) -> Closure:
        """Return the function that answers for one subject."""
        passes, wanted, currency = self.comparison.compare(), self.amount, self.currency

        def holds(subject: Subject) -> Verdict:
            if subject.customer_id is None:
                return None
            return passes(subject.spent.get(currency, 0), wanted)

        return holds

    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers by what they spent."""
        spent = Q(spent__has_key=self.currency)
        found = spent & self.comparison.q(f"spent__{self.currency}", self.amount)
        return found | ~spent if self.comparison.compare()(0, self.amount) else found

    def describe(self) -> str:
        """Return what is asked."""
        amount = self.comparison.of(_money(self.amount, self.currency))
        return gettext("has spent %(amount)s") % {"amount": amount}

    def told_of(self, subject: Subject) -> str:
        """Return how much was spent."""
        spent = _money(subject.spent.get(self.currency, 0), self.currency)
        return gettext("Spent %(amount)s.") % {"amount": spent}


def _money(amount: int, currency: str) -> str:
    locale = Locale.parse(to_locale(get_language() or "en"))
    value = Decimal(amount).scaleb(-get_currency_precision(currency))
    return format_currency(value, currency, locale=locale)
