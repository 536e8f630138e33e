"""A payment has been failing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access_rules.conditions.base import Section
from access_rules.conditions.comparing import OfCustomer, day_in_words, days_in_words
from access_rules.conditions.parameters import days
from access_rules.conditions.subscribing import one_q
from access_rules.standing import counting_club, in_states_q
from access_rules.tree import Closure, Verdict
from billing.models import SubscriptionState
from billing.models.sets import Test

if TYPE_CHECKING:
    from access_rules.subject import Subject
    from portals.registry import Portal

_FAILING = str(SubscriptionState.PAST_DUE.value)


@dataclass(frozen=True, slots=True)
class PaymentFailing(OfCustomer):
    """Met while a subscription here waits for a payment that failed, for so many days at least; 0
    days: at all. Nothing failing is a known no."""

    name = "payment_failing"
    label = _("Payment is failing")
    section = Section.PAYMENT

    days: int = field(metadata=days(_("For at least"), least=0, initial=0))

    def closure(self) -> Closure:
        """Return the function that answers for one subject."""
        span, at_all, moment = timedelta(days=self.days), not self.days, self._moment

        def holds(subject: Subject) -> Verdict:
            if subject.customer_id is None:
                return None
            at = moment(subject)
            return at is not None and (at_all or at <= subject.now - span)

        return holds

    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers with such a subscription."""
        if not self.days:
            return in_states_q([_FAILING], counting_club(portal))
        before = (now - timedelta(days=self.days)).timestamp()
        return one_q([_FAILING], counting_club(portal), Test("since", "lte", before))

    def describe(self) -> str:
        """Return what is asked."""
        if not self.days:
            return gettext("has a payment that failed")
        days = days_in_words(self.days)
        return gettext("has a payment that has been failing for %(days)s") % {"days": days}

    def told_of(self, subject: Subject) -> str:
        """Return since when, if it is."""
        at = self._moment(subject)
        if at is None:
            return gettext("No payment is failing.")
        return gettext("A payment failed on %(date)s.") % {"date": day_in_words(at, subject)}

    def _moment(self, subject: Subject) -> datetime | None:
        first: datetime | None = None
        for one in subject.here:
            if one.state == _FAILING and (first is None or one.since < first):
                first = one.since
        return first
