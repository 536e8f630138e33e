import uuid

import pytest

from billing.actions.cancel import cancel_subscription
from billing.actions.pause import pause_subscription
from billing.actions.restart import restart_subscription
from billing.gateway.client import api
from billing.models import Order, Subscription
from tests.billing.buying import requests, use_card


def _again(frame):
    return {**frame, "operation_id": uuid.uuid4()}


def _row():
    return Subscription.objects.get()


@pytest.mark.parametrize("method", ["hold", "stop"])
def test_paused_one_runs_again(bought, portal, frame, method):
    portal.pause_method = method
    pause_subscription(bought, **frame)
    operation = restart_subscription(_row(), **_again(frame))
    assert (operation.outcome, operation.message) == ("done", "Your subscription is running again.")
    assert (_row().state, _row().pause_kind) == ("active", "")


def test_pause_of_either_kind_is_ended_whatever_the_portal_does_now(bought, portal, frame):
    pause_subscription(bought, **frame)
    portal.pause_method = "stop"
    assert restart_subscription(_row(), **_again(frame)).outcome == "done"


def test_cancellation_is_taken_back(bought, frame):
    cancel_subscription(bought, **frame)
    assert restart_subscription(_row(), **_again(frame)).outcome == "done"
    assert (_row().state, _row().cancel_at) == ("active", None)


def test_held_and_cancelled_one_runs_again_by_one_click(bought, frame):
    pause_subscription(bought, **frame)
    cancel_subscription(_row(), **_again(frame))
    restart_subscription(_row(), **_again(frame))
    assert (_row().state, _row().pause_kind) == ("active", "")


def test_stopped_one_whose_payment_fails_stays_paused_and_says_so(stripe, bought, portal, frame):
    portal.pause_method = "stop"
    stripe.advance(20 * 24 * 3600)
    pause_subscription(bought, **frame)
    use_card(bought.customer.external_id, "pm_card_chargeCustomerFail")
    operation = restart_subscription(_row(), **_again(frame))
    assert (operation.outcome, operation.error_code) == ("refused", "not_effective")
    assert "The payment for this has not gone through" in operation.message
    assert _row().state == "paused"


def test_restart_whose_answer_is_lost_is_charged_once(stripe, bought, portal, frame):
    portal.pause_method = "stop"
    pause_subscription(bought, **frame)
    stripe.fault("lost_response", "POST .*/resume", times=2)
    assert restart_subscription(_row(), **_again(frame)).outcome == "done"
    resumed = api().events.list({"type": "customer.subscription.resumed"}).data
    assert (len(resumed), len(requests(stripe, "POST", "%/resume"))) == (1, 3)


@pytest.mark.parametrize(
    ("state", "outcome", "code"),
    [
        ("active", "done", ""),
        ("trialing", "done", ""),
        ("cancelled", "refused", "ended"),
        ("expired", "refused", "ended"),
        ("past_due", "refused", "past_due"),
        ("incomplete", "refused", "not_paused"),
        ("unknown", "refused", "not_paused"),
    ],
)
def test_what_need_not_be_asked_is_answered(bought, frame, state, outcome, code):
    bought.state = state
    operation = restart_subscription(bought, **frame)
    assert (operation.outcome, operation.error_code) == (outcome, code)
    assert operation.after == {}


def test_ended_one_is_to_be_ordered_again(bought, frame):
    bought.state = "cancelled"
    assert "order it again" in restart_subscription(bought, **frame).message
    assert not Order.objects.exists()
