"""The state of a subscription here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access_rules.conditions.base import Section
from access_rules.conditions.comparing import OfCustomer
from access_rules.conditions.parameters import some_of
from access_rules.conditions.subscribing import states_in_words
from access_rules.standing import counting_club, in_states_q
from access_rules.tree import Closure, Verdict
from billing.models import SubscriptionState as State

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from access_rules.subject import Subject
    from portals.registry import Portal


def _states() -> list[tuple[str, StrOrPromise]]:
    return [(state.value, state.label) for state in State]


@dataclass(frozen=True, slots=True)
class HasSubscriptionIn(OfCustomer):
    """Met by whoever has a subscription in one of the states: of this portal's club, where it is a
    membership portal. Having none is a known no."""

    name = "subscription_state"
    label = _("Subscription state")
    section = Section.MEMBERSHIP

    states: frozenset[str] = field(metadata=some_of(_states, _("States")))

    def closure(self) -> Closure:
        """Return the function that answers for one subject."""
        wanted = self.states

        def holds(subject: Subject) -> Verdict:
            if subject.customer_id is None:
                return None
            return not wanted.isdisjoint([one.state for one in subject.here])

        return holds

    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers with such a subscription."""
        return in_states_q(self.states, counting_club(portal))

    def describe(self) -> str:
        """Return what is asked."""
        names = [f"“{State(one).label}”" for one in sorted(self.states)]
        states = get_text_list(names, gettext("or"))
        return gettext("has a subscription in the state %(states)s") % {"states": states}

    def told_of(self, subject: Subject) -> str:
        """Return the states there are, and since when."""
        found = states_in_words(subject.here, subject)
        return f"{found}." if found else gettext("There is no subscription.")
