"""Which of a customer's subscriptions a condition means, in Python and in the database.

`HELD`: what it is for is the customer's now, also while a payment fails or it is paused. `RUNNING`:
these, and those that are being checked. `BEGUN`: all but those that were never started. "Here" is
the club of the portal that is looked at, or all subscriptions where that counts them all. Moments
in the row of facts are whole seconds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.text import get_text_list
from django.utils.translation import gettext

from access_rules.conditions.comparing import day_in_words
from access_rules.names import one_name
from access_rules.standing import counting_club, counting_states, in_states_q
from billing.models import SubscriptionState as State
from billing.models.sets import Test
from billing.models.subscriptions import ENDED_STATES
from portals.policy import GracePolicy

if TYPE_CHECKING:
    from access_rules.subject import Subject, SubscriptionFact
    from portals.registry import Portal

ENDED = frozenset(str(state.value) for state in ENDED_STATES)
BEGUN = frozenset(str(state.value) for state in State) - {State.INCOMPLETE.value}
RUNNING = BEGUN - ENDED
HELD = RUNNING - {State.UNKNOWN.value}
"""Trialing, active, past due, paused, ending."""

_LONG_AGO = -(2**53)
_ANY_TIME = datetime(1970, 1, 1, tzinfo=UTC)
_STRICTEST = GracePolicy(past_due_days=0, paused_counts=False, ending_counts=False)
_ALWAYS = frozenset(str(state) for state in counting_states(_STRICTEST, _ANY_TIME))


def here(subject: Subject, club: int | None) -> Iterable[SubscriptionFact]:
    """Return the subscriptions of `club`; None: those that count in the subject's portal."""
    if club is None:
        return subject.here
    return [one for one in subject.subscriptions if club in one.clubs]


def counts(one: SubscriptionFact, subject: Subject) -> bool:
    """Return whether this one makes Active, by the policy of the subject's portal."""
    if one.state in _ALWAYS:
        return True
    if subject.portal is None:
        return False
    counting = counting_states(subject.portal.policy, subject.now)
    after = counting.get(one.state)
    return one.state in counting and (after is None or one.since > after)


def club_or_own(club: int | None, portal: Portal) -> int | None:
    """Return the club whose subscriptions are meant; None where all are."""
    return counting_club(portal) if club is None else club


def one_q(states: Collection[str], club: int | None, *tests: Test) -> Q:
    """Return who has one subscription of `club` in one of `states` that passes every test."""
    asked = [Test("state", "is_in", frozenset(map(str, states))), *tests]
    if club is not None:
        asked.append(Test("clubs", "has_any", frozenset({club})))
    # The first part finds by an index whose lists are worth opening.
    return in_states_q(states, club) & Q(subscriptions__has_element=asked)


def counting_q(club: int | None, portal: Portal, now: datetime, *tests: Test) -> Q:
    """Return who has one subscription that makes Active and passes every test."""
    counting = counting_states(portal.policy, now)
    found = one_q([state for state in counting if counting[state] is None], club, *tests)
    for state, after in counting.items():
        if after is not None:
            since = Test("since", "gt", after.timestamp())
            found |= one_q([state], club, since, *tests)
    return found


def known(key: str) -> Test:
    """Return the test that a subscription has this moment or number at all."""
    return Test(key, "gte", _LONG_AGO)


def states_in_words(subscriptions: Iterable[SubscriptionFact], subject: Subject) -> str:
    """Return the states with their days: "Active since 3 March, Paused since 1 April"."""
    told = [
        gettext("%(state)s since %(date)s")
        % {"state": State(one.state).label, "date": day_in_words(one.since, subject)}
        for one in subscriptions
    ]
    return get_text_list(told, gettext("and"))


def place_in_words(club: int | None) -> str:
    """Return where: "here", or "in Green Club"."""
    if club is None:
        return gettext("here")
    return gettext("in %(club)s") % {"club": one_name("clubs", club)}
