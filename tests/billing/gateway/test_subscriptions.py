from datetime import timedelta
from uuid import uuid4

import pytest

from billing.gateway import subscriptions
from billing.gateway.client import api
from billing.gateway.errors import NotFound, OutcomeUnknown, Refused
from tests.billing.buying import requests, subscribe, use_card
from tests.promises import promise


def test_subscription_in_our_words(stripe, now):
    bought = subscribe(quantity=2)
    record = subscriptions.fetch_subscription(bought.subscription)
    assert (record.state, record.raw_status) == ("active", "active")
    assert (record.amount, record.currency) == (4800, "EUR")
    assert (record.interval, record.interval_count) == ("month", 1)
    assert (record.customer_id, record.card_id, record.pause_kind) == (bought.customer, "", "")
    assert [(item.product_id, item.quantity) for item in record.items] == [(bought.product, 2)]
    assert record.current_period_end is not None
    assert record.current_period_end > now + timedelta(days=27)
    assert record.fetched_at >= now


def test_trial_has_its_end(stripe):
    bought = subscribe(trial_period_days=14)
    record = subscriptions.fetch_subscription(bought.subscription)
    assert record.state == "trialing"
    assert record.trial_ends_at == record.started_at + timedelta(days=14)


def test_all_subscriptions_of_a_customer_are_listed(stripe):
    bought = subscribe()
    api().subscriptions.cancel(bought.subscription)
    found = subscriptions.list_subscriptions(bought.customer)
    assert [(one.external_id, one.state) for one in found] == [(bought.subscription, "cancelled")]


@pytest.mark.parametrize("method", ["hold", "stop"])
def test_pause_and_resume(stripe, method):
    target = subscribe().subscription
    paused = subscriptions.pause(target, method=method, operation_id=uuid4())
    resumed = subscriptions.resume(target, method=method, operation_id=uuid4())
    assert (paused.state, paused.pause_kind) == ("paused", method)
    assert (resumed.state, resumed.pause_kind) == ("active", "")
    assert paused.request_id != resumed.request_id


def test_held_subscription_keeps_its_status_at_stripe(stripe):
    target = subscribe().subscription
    assert subscriptions.pause(target, method="hold", operation_id=uuid4()).raw_status == "active"


def test_subscription_in_classic_billing_mode_cannot_be_stopped(stripe):
    target = subscribe(billing_mode={"type": "classic"}).subscription
    with pytest.raises(Refused):
        subscriptions.pause(target, method="stop", operation_id=uuid4())


def test_resumed_subscription_whose_payment_fails_stays_paused(stripe):
    bought = subscribe()
    stripe.advance(20 * 24 * 3600)  # so that the credit for unused days does not pay it all
    subscriptions.pause(bought.subscription, method="stop", operation_id=uuid4())
    use_card(bought.customer, "pm_card_chargeCustomerFail")
    resumed = subscriptions.resume(bought.subscription, method="stop", operation_id=uuid4())
    assert resumed.state == "paused"


def test_cancel_at_period_end_keeps_the_reason(stripe):
    target = subscribe().subscription
    record = subscriptions.cancel_at_period_end(
        target, operation_id=uuid4(), feedback="unused", comment="Too much tea"
    )
    details = api().subscriptions.retrieve(target).cancellation_details
    assert (record.state, record.cancel_at) == ("ending", record.current_period_end)
    assert details is not None
    assert (details.feedback, details.comment) == ("unused", "Too much tea")


@pytest.mark.parametrize(
    "end",
    [
        {"cancel_at_period_end": True},
        {"cancel_at_period_end": True, "pause_collection": {"behavior": "void"}},
    ],
)
def test_undone_cancellation_runs_on(stripe, end):
    target = subscribe().subscription
    api().subscriptions.update(target, end)
    record = subscriptions.undo_cancel(target, operation_id=uuid4())
    assert (record.state, record.cancel_at, record.pause_kind) == ("active", None, "")


def test_end_on_a_day_is_undone_too(stripe, now):
    target = subscribe().subscription
    api().subscriptions.update(target, {"cancel_at": int(now.timestamp()) + 9_999})
    assert subscriptions.fetch_subscription(target).state == "ending"
    assert subscriptions.undo_cancel(target, operation_id=uuid4()).state == "active"


def test_cancel_now_ends_it(stripe):
    target = subscribe().subscription
    record = subscriptions.cancel_now(target, operation_id=uuid4(), feedback="other")
    assert record.state == "cancelled"
    assert record.ended_at is not None


@promise(12)
def test_cancel_whose_answer_is_lost_is_found_done(stripe):
    target = subscribe().subscription
    stripe.fault("lost_response", "DELETE /v1/subscriptions")
    assert subscriptions.cancel_now(target, operation_id=uuid4()).state == "cancelled"
    statuses = [status for _, status in requests(stripe, "DELETE", "/v1/subscriptions/%")]
    assert statuses == [200, 404]


def test_cancelling_what_is_not_there_is_not_found(stripe):
    with pytest.raises(NotFound):
        subscriptions.cancel_now("sub_1", operation_id=uuid4())


@promise(10)
def test_same_operation_twice_changes_once(stripe):
    target, operation = subscribe().subscription, uuid4()
    first = subscriptions.pause(target, method="stop", operation_id=operation)
    second = subscriptions.pause(target, method="stop", operation_id=operation)
    paused = api().events.list({"type": "customer.subscription.paused"}).data
    assert (first, len(paused)) == (first, 1)
    assert second.state == "paused"


@promise(9)
@pytest.mark.parametrize(
    "write",
    [
        lambda target: subscriptions.pause(target, method="hold", operation_id=uuid4()),
        lambda target: subscriptions.pause(target, method="stop", operation_id=uuid4()),
        lambda target: subscriptions.resume(target, method="hold", operation_id=uuid4()),
        lambda target: subscriptions.resume(target, method="stop", operation_id=uuid4()),
        lambda target: subscriptions.cancel_at_period_end(target, operation_id=uuid4()),
        lambda target: subscriptions.cancel_now(target, operation_id=uuid4()),
        lambda target: subscriptions.undo_cancel(target, operation_id=uuid4()),
    ],
)
@pytest.mark.parametrize("fault", ["429", "500", "503", "409", "down"])
def test_write_without_a_clear_answer_is_unknown(stripe, write, fault):
    target = subscribe().subscription
    stripe.fault(fault, times=3)
    with pytest.raises(OutcomeUnknown):
        write(target)
