"""Which of our subscription states one of Stripe's subscriptions is in, and since when.

A state that Stripe adds is told as `unknown` and shown neutrally until it has a line here.

Stripe moves a charge by giving a trial that ends on the new day. Whoever has paid is in no trial,
so we leave a mark in the metadata that says which trial is none; a trial that somebody gives later
ends at another time, and counts.
"""

from __future__ import annotations

from datetime import datetime

import stripe

from billing.gateway.reading import field_of, moment
from billing.models import SubscriptionState as State

MOVED_BY, MOVED_FROM, MOVED_TO = "portico_moved_by", "portico_moved_from", "portico_moved_to"

_STATES = {
    "trialing": State.TRIALING,
    "active": State.ACTIVE,
    "past_due": State.PAST_DUE,
    "unpaid": State.PAST_DUE,
    "paused": State.PAUSED,
    "canceled": State.CANCELLED,
    "incomplete": State.INCOMPLETE,
    "incomplete_expired": State.EXPIRED,
}


def state_of(found: stripe.Subscription) -> State:
    """Return the state. That it ends is said before that it is held: it is the greater change."""
    state = _STATES.get(found.status, State.UNKNOWN)
    if state == State.TRIALING and is_moved(found):
        state = State.ACTIVE
    if state in {State.TRIALING, State.ACTIVE} and is_ending(found):
        return State.ENDING
    if state in {State.TRIALING, State.ACTIVE, State.PAST_DUE} and is_held(found):
        return State.PAUSED
    return state


def is_moved(found: stripe.Subscription) -> bool:
    """Whether what Stripe calls its trial is a charge that was moved."""
    return found.trial_end is not None and _marks(found).get(MOVED_TO) == str(found.trial_end)


def moved_from(found: stripe.Subscription) -> datetime | None:
    """Return the day that the next charge was moved away from, None where it stands on its own."""
    day = _marks(found).get(MOVED_FROM, "")
    if found.status != "trialing" or not is_moved(found) or not day.isdecimal():
        return None
    return moment(int(day))


def moved_by(found: stripe.Subscription) -> str:
    """Return the operation that moved a charge last, empty where none did."""
    return _marks(found).get(MOVED_BY, "")


def is_ending(found: stripe.Subscription) -> bool:
    """Whether an end is set."""
    return bool(found.cancel_at_period_end or found.cancel_at)


def is_held(found: stripe.Subscription) -> bool:
    """Whether charges are skipped while the subscription itself goes on."""
    return field_of(found, "pause_collection") is not None


def pause_kind_of(found: stripe.Subscription) -> str:
    """Return "stop" or "hold", empty where there is no pause."""
    if found.status == "paused":
        return "stop"
    return "hold" if is_held(found) else ""


def since_of(found: stripe.Subscription, period_start: datetime | None) -> datetime | None:
    """Return when the state began, None where Stripe does not say: for a hold or a recovery."""
    match state_of(found):
        case State.TRIALING:
            return moment(found.trial_start or found.start_date)
        case State.ACTIVE:
            # The end of what was no trial is the beginning of nothing.
            return None if is_moved(found) else moment(found.trial_end)
        case State.PAST_DUE:
            return period_start  # the renewal that failed
        case State.PAUSED:
            seconds: int | None = field_of(found, "status_details", "paused", "transitioned_at")
            return moment(seconds)
        case State.ENDING:
            return moment(found.canceled_at)
        case State.CANCELLED | State.EXPIRED:
            return moment(found.ended_at or found.canceled_at)
        case State.INCOMPLETE:
            return moment(found.created)
        case _:
            return None


def _marks(found: stripe.Subscription) -> dict[str, str]:
    metadata = field_of(found, "metadata")
    return metadata.to_dict() if metadata is not None else {}
