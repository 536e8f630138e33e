from dataclasses import replace
from datetime import timedelta

import pytest

from billing.actions.cancel import Reason, cancel_subscription
from billing.actions.pause import pause_subscription
from billing.actions.skip import skip_next
from billing.gateway.client import api
from billing.mirror.subscriptions import refresh_subscription
from billing.models import Subscription
from tests.billing.buying import again, requests, subscribe
from tests.promises import promise


def _row():
    return Subscription.objects.get()


def test_it_ends_with_the_period_that_is_paid(bought, asking):
    operation = cancel_subscription(bought, asking)
    assert (operation.outcome, operation.params["at_once"]) == ("done", False)
    assert (_row().state, _row().cancel_at) == ("ending", bought.current_period_end)


def test_reason_and_comment_reach_stripe(bought, asking):
    cancel_subscription(bought, asking, reason="unused", comment="Too much tea")
    details = api().subscriptions.retrieve(bought.external_id).cancellation_details
    assert details is not None
    assert (details.feedback, details.comment) == ("unused", "Too much tea")


@pytest.mark.parametrize("reason", Reason.values)
def test_every_reason_is_one_of_stripes(bought, asking, reason):
    assert cancel_subscription(bought, asking, reason=reason).outcome == "done"


def test_other_reasons_are_a_mistake_of_ours(bought, asking):
    with pytest.raises(ValueError, match="boredom"):
        cancel_subscription(bought, asking, reason="boredom")


def test_stopped_one_ends_at_once(bought, portal, asking):
    portal.pause_method = "stop"
    pause_subscription(bought, asking)
    cancel_subscription(_row(), again(asking))
    assert _row().state == "cancelled"


def test_held_one_keeps_what_is_paid(bought, asking):
    pause_subscription(bought, asking)
    cancel_subscription(_row(), again(asking))
    assert (_row().state, _row().cancel_at) == ("ending", bought.current_period_end)


def test_one_that_never_began_ends_at_once(stripe, shop, asking, now):
    target = subscribe(payment_behavior="default_incomplete").subscription
    refresh_subscription(target, now=now)
    assert _row().state == "incomplete"
    assert cancel_subscription(_row(), asking).outcome == "done"
    assert _row().state in {"cancelled", "expired"}


def test_past_due_one_ends_at_once(bought, asking):
    bought.state = "past_due"
    assert cancel_subscription(bought, asking, reason="other").params["at_once"]
    assert _row().state == "cancelled"


def test_at_once_ends_what_is_paid_for_too(bought, asking):
    operation = cancel_subscription(bought, asking, now=True)
    assert (operation.outcome, _row().state) == ("done", "cancelled")


def test_at_once_ends_what_was_to_end(bought, asking):
    cancel_subscription(bought, asking)
    cancel_subscription(_row(), again(asking), now=True)
    assert _row().state == "cancelled"


def test_moved_charge_does_not_make_the_paid_time_longer(bought, asking):
    skip_next(bought, asking)
    cancel_subscription(_row(), again(asking))
    assert (_row().state, _row().cancel_at) == ("ending", bought.current_period_end)


def test_after_a_skipped_charge_nothing_paid_is_left(stripe, bought, asking):
    skip_next(bought, asking)
    later = replace(again(asking), now=bought.current_period_end + timedelta(days=1))
    operation = cancel_subscription(_row(), later)
    assert (operation.params["at_once"], _row().state) == (True, "cancelled")


@promise(12)
@pytest.mark.parametrize("state", ["ending", "cancelled", "expired"])
def test_cancelling_twice_is_done_already(stripe, bought, asking, state):
    bought.state = state
    assert cancel_subscription(bought, asking).outcome == "done"
    assert requests(stripe, "POST", "/v1/subscriptions/%") == []


@promise(12)
def test_cancel_whose_answer_is_lost_is_found_done(stripe, bought, asking):
    bought.state = "past_due"
    stripe.fault("lost_response", "DELETE")
    assert cancel_subscription(bought, asking).outcome == "done"
    assert _row().state == "cancelled"
