"""Is this customer Active or Inactive in this portal?

Asked when a subject is made and when an audience is counted. What counts, and for how long, is
said once, in `counting_states`; Python and SQL both read it there. To let another state count, add
it there and give `GracePolicy` its setting.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from billing.models import CustomerFacts
from billing.models import SubscriptionState as State
from billing.models.sets import Test
from billing.models.states import bits_of, state_token
from portals.policy import GracePolicy

if TYPE_CHECKING:
    from access_rules.subject import SubscriptionFact
    from portals.registry import Portal


class StandingValue(StrEnum):
    ACTIVE = "active"
    INACTIVE = "inactive"


STANDING_NAMES = {StandingValue.ACTIVE: _("Active"), StandingValue.INACTIVE: _("Inactive")}
NOTHING, FORGIVEN, UNFORGIVEN = "nothing", "payment_forgiven", "payment_failed"
REASONS = {
    NOTHING: _("there is no subscription"),
    FORGIVEN: _("a payment failed, and there is still time to pay it"),
    UNFORGIVEN: _("a payment failed"),
    State.ACTIVE: _("the subscription is running"),
    State.TRIALING: _("the trial is running"),
    State.ENDING: _("the subscription was cancelled and runs until the paid time is over"),
    State.PAUSED: _("the subscription is paused"),
    State.UNKNOWN: _("the subscription is being checked"),
    State.INCOMPLETE: _("the subscription was never started"),
    State.CANCELLED: _("the subscription was cancelled"),
    State.EXPIRED: _("the subscription has ended"),
}
NO_CLUB = 0
"""An id no club has."""

_BEST_FIRST = (
    State.ACTIVE,
    State.TRIALING,
    State.ENDING,
    State.PAST_DUE,
    State.PAUSED,
    State.UNKNOWN,
    State.INCOMPLETE,
    State.CANCELLED,
    State.EXPIRED,
)
_RANK: dict[str, int] = {state: rank for rank, state in enumerate(_BEST_FIRST)}


@dataclass(frozen=True, slots=True)
class Standing:
    """Active or Inactive, the code of the reason (a key of `REASONS`), and the subscription's
    state that gave it, with the moment the subscription got into that state.

    `since` and `subscription_state` are None where no subscription counts.
    """

    value: StandingValue
    because: str
    since: datetime | None
    subscription_state: str | None

    def sentence(self) -> str:
        """Return the standing and its reason, for people."""
        values: dict[str, object] = {
            "standing": STANDING_NAMES[self.value],
            "reason": REASONS[self.because],
        }
        if self.since is None:
            return gettext("%(standing)s: %(reason)s.") % values
        values["date"] = formats.date_format(timezone.localtime(self.since))
        return gettext("%(standing)s: %(reason)s, since %(date)s.") % values


NO_SUBSCRIPTION = Standing(StandingValue.INACTIVE, NOTHING, None, None)


def counting_states(policy: GracePolicy, now: datetime) -> Mapping[str, datetime | None]:
    """Return the states that make Active, each with the moment its `since` must be later than.

    None: however long ago. A payment failed exactly `past_due_days` ago is no longer forgiven.
    """
    counting: dict[str, datetime | None] = {State.TRIALING: None, State.ACTIVE: None}
    if policy.past_due_days > 0:
        counting[State.PAST_DUE] = now - timedelta(days=policy.past_due_days)
    if policy.paused_counts:
        counting[State.PAUSED] = None
    if policy.ending_counts:
        counting[State.ENDING] = None
    return counting


def active_q(club_id: int | None, policy: GracePolicy, now: datetime) -> Q:
    """Return the customers, over `CustomerFacts`, with a subscription that counts."""
    counting = counting_states(policy, now)
    found = in_states_q([one for one, after in counting.items() if after is None], club_id)
    for state, after in counting.items():
        if after is not None:
            found |= in_states_q([state], club_id) & _failing_after(after, club_id)
    return found


def in_states_q(states: Collection[str], club_id: int | None) -> Q:
    """Return who has a subscription of the club (None: of any) in one of these states."""
    # The bits stand in an index, the words of each club beside the table alone.
    found = Q(state_bits__has_bit=bits_of(states))
    if club_id is None:
        return found
    return found & Q(states__has_any={state_token(one, club_id) for one in states})


def _failing_after(moment: datetime, club_id: int | None) -> Q:
    found = Q(failing_since__gt=moment)
    if club_id is None:
        return found
    tests = (
        Test("state", "is_in", {State.PAST_DUE}),
        Test("since", "gt", moment.timestamp()),
        Test("clubs", "has_any", {club_id}),
    )
    # Asked apart: to name the list in the count itself would cost it the index, 149 ms for 52.
    few = CustomerFacts.objects.filter(
        found, in_states_q([State.PAST_DUE], club_id), subscriptions__has_element=tests
    )
    return found & Q(pk__in=few.values("pk"))


def counting_club(portal: Portal) -> int | None:
    """Return the club whose subscriptions count in `portal`; None where all of them do.

    A membership portal that has lost its club counts none, rather than all.
    """
    if not portal.is_membership:
        return None
    return NO_CLUB if portal.club_id is None else portal.club_id


def in_club(
    subscriptions: Iterable[SubscriptionFact], club_id: int | None
) -> tuple[SubscriptionFact, ...]:
    """Return the subscriptions of one club; all of them when `club_id` is None."""
    return tuple(one for one in subscriptions if club_id is None or club_id in one.clubs)


def standing_of(
    subscriptions: Iterable[SubscriptionFact],
    club_id: int | None,
    policy: GracePolicy,
    now: datetime,
) -> Standing:
    """Return the standing that the best of a signed-in customer's subscriptions gives."""
    counting = counting_states(policy, now)
    standings = [_standing_by(one, counting) for one in in_club(subscriptions, club_id)]
    return min(standings, key=_rank, default=NO_SUBSCRIPTION)


def _standing_by(one: SubscriptionFact, counting: Mapping[str, datetime | None]) -> Standing:
    after = counting.get(one.state)
    counts = one.state in counting and (after is None or one.since > after)
    value = StandingValue.ACTIVE if counts else StandingValue.INACTIVE
    because = one.state if one.state in REASONS else State.UNKNOWN
    if one.state == State.PAST_DUE:
        because = FORGIVEN if counts else UNFORGIVEN
    return Standing(value, str(because), one.since, one.state)


def _rank(standing: Standing) -> tuple[bool, int]:
    state = standing.subscription_state or ""
    return standing.value is not StandingValue.ACTIVE, _RANK.get(state, len(_RANK))
