"""Which of our subscription states one of Stripe's subscriptions is in, and since when.

A state that Stripe adds is told as `unknown` and shown neutrally until it has a line here.
"""

from __future__ import annotations

from datetime import datetime

import stripe

from billing.gateway.reading import field_of, moment
from billing.models import SubscriptionState as State

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
    if state in {State.TRIALING, State.ACTIVE} and is_ending(found):
        return State.ENDING
    if state in {State.TRIALING, State.ACTIVE, State.PAST_DUE} and is_held(found):
        return State.PAUSED
    return state


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
            return moment(found.trial_end)
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
