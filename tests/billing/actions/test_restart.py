from datetime import timedelta

import pytest

from billing.actions.cancel import cancel_subscription
from billing.actions.pause import pause_subscription
from billing.actions.restart import restart_subscription
from billing.actions.settling import settle_all
from billing.gateway.client import api
from billing.models import Order, Return, Subscription
from tests.billing.actions.shelf import confirm
from tests.billing.buying import again, requests, use_card
from tests.promises import promise


def _row():
    return Subscription.objects.get()


@pytest.mark.parametrize("method", ["hold", "stop"])
def test_paused_one_runs_again(bought, portal, asking, method):
    portal.pause_method = method
    pause_subscription(bought, asking)
    operation = restart_subscription(_row(), again(asking))
    assert (operation.outcome, operation.message) == ("done", "Your subscription is running again.")
    assert (_row().state, _row().pause_kind) == ("active", "")


def test_pause_of_either_kind_is_ended_whatever_the_portal_does_now(bought, portal, asking):
    pause_subscription(bought, asking)
    portal.pause_method = "stop"
    assert restart_subscription(_row(), again(asking)).outcome == "done"


def test_cancellation_is_taken_back(bought, asking):
    cancel_subscription(bought, asking)
    assert restart_subscription(_row(), again(asking)).outcome == "done"
    assert (_row().state, _row().cancel_at) == ("active", None)


def test_held_and_cancelled_one_runs_again_by_one_click(bought, asking):
    pause_subscription(bought, asking)
    cancel_subscription(_row(), again(asking))
    restart_subscription(_row(), again(asking))
    assert (_row().state, _row().pause_kind) == ("active", "")


def test_stopped_one_whose_payment_fails_stays_paused_and_says_so(stripe, bought, portal, asking):
    portal.pause_method = "stop"
    stripe.advance(20 * 24 * 3600)
    pause_subscription(bought, asking)
    use_card(bought.customer.external_id, "pm_card_chargeCustomerFail")
    operation = restart_subscription(_row(), again(asking))
    assert operation.outcome == "refused"
    assert "Your bank declined the card. You have not been charged." in operation.message
    assert _row().state == "paused"
    assert api().invoices.retrieve(operation.after["invoice"]).status == "void"


@promise(23)
def test_restart_that_the_bank_asks_about_waits_and_then_runs(stripe, bought, portal, asking, now):
    portal.pause_method = "stop"
    pause_subscription(bought, asking, credit=False)
    use_card(bought.customer.external_id, "pm_card_authenticationRequired")
    operation = restart_subscription(_row(), again(asking))
    assert (operation.outcome, _row().state) == ("waiting", "paused")
    confirm(stripe, operation, passed=True)
    settle_all(now=now + timedelta(minutes=5))
    operation.refresh_from_db()
    assert (operation.outcome, _row().state) == ("done", "active")


def test_restart_drops_the_day_it_was_to_go_on(stripe, bought, portal, asking, now):
    portal.pause_method = "stop"
    pause_subscription(bought, asking, until=now.date() + timedelta(days=9))
    assert Return.objects.exists()
    restart_subscription(_row(), again(asking))
    assert not Return.objects.exists()


def test_restart_whose_answer_is_lost_is_charged_once(stripe, bought, portal, asking):
    portal.pause_method = "stop"
    pause_subscription(bought, asking)
    stripe.fault("lost_response", "POST .*/resume", times=2)
    assert restart_subscription(_row(), again(asking)).outcome == "done"
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
def test_what_need_not_be_asked_is_answered(bought, asking, state, outcome, code):
    bought.state = state
    operation = restart_subscription(bought, asking)
    assert (operation.outcome, operation.error_code) == (outcome, code)
    assert operation.after == {}


def test_ended_one_is_to_be_ordered_again(bought, asking):
    bought.state = "cancelled"
    assert "order it again" in restart_subscription(bought, asking).message
    assert not Order.objects.exists()
