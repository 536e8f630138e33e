import uuid
from datetime import timedelta

import pytest

from billing.actions.cancel import cancel_subscription
from billing.actions.pause import pause_subscription
from billing.actions.registry import SETTLERS
from billing.actions.settling import PATIENCE, settle_all
from billing.gateway.client import api
from billing.gateway.subscriptions import fetch_subscription
from billing.models import Operation, Subscription
from tests.billing.buying import again, requests
from tests.promises import promise

LATER = PATIENCE + timedelta(minutes=1)


@pytest.fixture
def lost(stripe, bought, asking):
    """A pause that has happened, but whose answers were all lost."""
    stripe.fault("lost_response", "POST", times=3)
    return pause_subscription(bought, asking)


@pytest.fixture
def never(stripe, bought, asking):
    """A pause that has not reached Stripe."""
    stripe.fault("503", "POST", times=3)
    return pause_subscription(bought, asking)


def _settled():
    operation = Operation.objects.get()
    return operation.outcome, operation.error_code


@promise(9)
def test_lost_answer_is_found_done_and_was_done_once(stripe, lost, now):
    settle_all(now=now)
    assert _settled() == ("done", "")
    assert Subscription.objects.get().state == "paused"
    changed = api().events.list({"type": "customer.subscription.updated"}).data
    assert (
        sum("pause_collection" in event.data.to_dict()["previous_attributes"] for event in changed)
        == 1
    )


def test_what_never_arrived_is_found_not_done(stripe, never, now):
    settle_all(now=now + LATER)
    assert _settled() == ("refused", "not_done")
    message = Operation.objects.get().message
    assert message == (
        "We have checked: the change did not go through. "
        "Your subscription goes on as before. You can try again."
    )
    assert Subscription.objects.get().state == "active"


def test_not_done_is_not_said_while_it_may_be_under_way(never, now):
    settle_all(now=now + PATIENCE / 2)
    assert _settled() == ("unknown", "status_503")


@promise(11)
def test_settling_asks_and_never_sends(stripe, never, now):
    before = len(requests(stripe, "POST", "/v1/subscriptions/%"))
    for hours in (1, 22, 24, 99):
        settle_all(now=now + timedelta(hours=hours))
    assert len(requests(stripe, "POST", "/v1/subscriptions/%")) == before


def test_with_stripe_down_it_stays_unknown(stripe, lost, now):
    stripe.fault("down")
    settle_all(now=now + LATER)
    assert _settled()[0] == "unknown"


def test_settled_operation_is_left_alone(stripe, bought, asking, now):
    done = pause_subscription(bought, asking)
    stripe.fault("down")
    settle_all(now=now + LATER)
    assert Operation.objects.get().settled_at == done.settled_at


@promise(10)
def test_one_whose_asker_died_is_settled_in_its_time(stripe, lost, now):
    Operation.objects.update(outcome="pending")
    settle_all(now=now + PATIENCE / 2)
    assert _settled()[0] == "pending"
    settle_all(now=now + LATER)
    assert _settled()[0] == "done"


def test_answer_that_comes_while_we_look_stands(never, now, monkeypatch):
    def answered(target):
        Operation.objects.update(outcome="done", error_code="", settled_at=now)
        return fetch_subscription(target)

    monkeypatch.setattr("billing.actions.change.fetch_subscription", answered)
    settle_all(now=now + LATER)
    assert _settled() == ("done", "")


def test_subscription_that_is_gone_settles_as_refused(stripe, never, now):
    Operation.objects.update(target="sub_gone")
    settle_all(now=now + LATER)
    assert _settled() == ("refused", "resource_missing")


def test_cancel_is_settled_too(stripe, bought, asking, now):
    stripe.fault("lost_response", "POST", times=3)
    cancel_subscription(bought, asking)
    settle_all(now=now)
    assert _settled()[0] == "done"
    assert Subscription.objects.get().state == "ending"


def test_operation_of_another_kind_does_not_stop_the_others(lost, now):
    Operation.objects.create(
        id=uuid.uuid4(), customer=lost.customer, action="other", target="x", actor="me"
    )
    settle_all(now=now + LATER)
    assert Operation.objects.get(pk=lost.pk).outcome == "done"


def test_after_it_is_settled_a_new_click_asks_again(stripe, never, bought, asking, now):
    settle_all(now=now + LATER)
    second = pause_subscription(bought, again(asking))
    assert second.outcome == "done"


@promise(9)
def test_one_that_cannot_be_read_keeps_no_other_waiting(monkeypatch, stripe, lost, now):
    first = Operation.objects.get()
    broken = {"action": "cancel_subscription", "created_at": first.created_at - timedelta(days=1)}
    made = Operation.objects.create(
        pk=uuid.uuid4(), customer=first.customer, target="gone", outcome="unknown", **broken
    )
    Operation.objects.filter(pk=made.pk).update(**broken)
    monkeypatch.setitem(SETTLERS, "cancel_subscription", lambda *a, **k: 1 // 0)
    settle_all(now=now + LATER)
    first.refresh_from_db()
    assert first.outcome == "done"
