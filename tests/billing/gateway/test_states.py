from datetime import UTC, datetime

import pytest
import stripe

from billing.gateway.states import moved_by, moved_from, pause_kind_of, since_of, state_of

PLAIN = {
    "status": "active",
    "cancel_at_period_end": False,
    "cancel_at": None,
    "pause_collection": None,
    "status_details": None,
    "created": 100,
    "start_date": 100,
    "trial_start": None,
    "trial_end": None,
    "canceled_at": None,
    "ended_at": None,
}
MOVED = {
    "status": "trialing",
    "trial_end": 900,
    "metadata": {
        "portico_moved_by": "op_1",
        "portico_moved_from": "800",
        "portico_moved_to": "900",
    },
}
HELD = {"pause_collection": {"behavior": "void", "resumes_at": None}}


def _found(**fields):
    return stripe.Subscription.construct_from({**PLAIN, **fields}, "sk_test_x")


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"status": "trialing"}, "trialing"),
        ({"status": "active"}, "active"),
        (MOVED, "active"),
        ({**MOVED, "trial_end": 950}, "trialing"),
        ({**MOVED, **HELD}, "paused"),
        ({**MOVED, "cancel_at": 800}, "ending"),
        ({"status": "past_due"}, "past_due"),
        ({"status": "unpaid"}, "past_due"),
        ({"status": "paused"}, "paused"),
        ({"status": "canceled"}, "cancelled"),
        ({"status": "incomplete"}, "incomplete"),
        ({"status": "incomplete_expired"}, "expired"),
        ({"status": "hibernating"}, "unknown"),
        ({"status": "", **HELD}, "unknown"),
        (HELD, "paused"),
        ({"status": "trialing", **HELD}, "paused"),
        ({"status": "past_due", **HELD}, "paused"),
        ({"status": "canceled", **HELD}, "cancelled"),
        ({"cancel_at_period_end": True}, "ending"),
        ({"cancel_at": 900}, "ending"),
        ({"status": "trialing", "cancel_at_period_end": True}, "ending"),
        ({"cancel_at_period_end": True, **HELD}, "ending"),
        ({"status": "past_due", "cancel_at_period_end": True}, "past_due"),
        ({"status": "canceled", "cancel_at_period_end": True}, "cancelled"),
        ({"status": "hibernating", "cancel_at_period_end": True}, "unknown"),
    ],
)
def test_state(fields, state):
    assert state_of(_found(**fields)) == state


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({}, ""),
        (HELD, "hold"),
        ({"status": "paused"}, "stop"),
        ({"status": "paused"} | HELD, "stop"),
    ],
)
def test_kind_of_pause(fields, kind):
    assert pause_kind_of(_found(**fields)) == kind


@pytest.mark.parametrize(
    ("fields", "seconds"),
    [
        ({"status": "trialing", "trial_start": 200}, 200),
        ({}, None),
        ({"trial_end": 300}, 300),
        (MOVED, None),
        ({**MOVED, "status": "active"}, None),
        ({"status": "past_due"}, 777),
        (HELD, None),
        ({"status": "paused", "status_details": {"paused": {"transitioned_at": 400}}}, 400),
        ({"status": "paused"}, None),
        ({"cancel_at_period_end": True, "canceled_at": 500}, 500),
        ({"status": "canceled", "canceled_at": 500, "ended_at": 600}, 600),
        ({"status": "incomplete"}, 100),
        ({"status": "hibernating"}, None),
    ],
)
def test_since_when(fields, seconds):
    period_start = datetime.fromtimestamp(777, UTC)
    since = since_of(_found(**fields), period_start)
    assert since == (None if seconds is None else datetime.fromtimestamp(seconds, UTC))


@pytest.mark.parametrize(
    ("fields", "seconds"),
    [
        ({}, None),
        (MOVED, 800),
        ({**MOVED, "trial_end": 950}, None),
        ({**MOVED, "status": "active"}, None),
        ({**MOVED, "metadata": {"portico_moved_to": "900", "portico_moved_from": "soon"}}, None),
        ({**MOVED, "metadata": {"portico_moved_to": "900"}}, None),
    ],
)
def test_from_where_the_next_charge_was_moved(fields, seconds):
    day = moved_from(_found(**fields))
    assert day == (None if seconds is None else datetime.fromtimestamp(seconds, UTC))


def test_which_operation_moved_it_last():
    assert (moved_by(_found(**MOVED)), moved_by(_found())) == ("op_1", "")
