from datetime import UTC, date, datetime, timedelta

import pytest

from billing.actions.pause import pause_subscription
from billing.actions.settling import settle_all
from billing.gateway.client import api
from billing.mirror.subscriptions import refresh_subscription
from billing.models import Return, Subscription
from tests.billing.buying import subscribe


@pytest.mark.parametrize(("method", "word"), [("hold", "active"), ("stop", "paused")])
def test_pause_is_in_the_portals_manner(bought, portal, asking, method, word):
    portal.pause_method = method
    operation = pause_subscription(bought, asking)
    row = Subscription.objects.get()
    assert (operation.outcome, operation.params["method"]) == ("done", method)
    assert (row.state, row.pause_kind, row.raw_status) == ("paused", method, word)


def test_where_stopping_is_impossible_it_is_refused_and_not_held(stripe, shop, portal, asking, now):
    target = subscribe(billing_mode={"type": "classic"}).subscription
    refresh_subscription(target, now=now)
    portal.pause_method = "stop"
    operation = pause_subscription(Subscription.objects.get(), asking)
    assert operation.outcome == "refused"
    assert "did not accept" in operation.message
    assert operation.after["refused_because"]
    assert api().subscriptions.retrieve(target).pause_collection is None


def test_trial_can_be_paused(stripe, shop, asking, now):
    refresh_subscription(subscribe(trial_period_days=14).subscription, now=now)
    assert pause_subscription(Subscription.objects.get(), asking).outcome == "done"


@pytest.mark.parametrize(
    ("state", "outcome", "code"),
    [
        ("paused", "done", ""),
        ("past_due", "refused", "past_due"),
        ("ending", "refused", "not_running"),
        ("cancelled", "refused", "not_running"),
        ("expired", "refused", "not_running"),
        ("incomplete", "refused", "not_running"),
        ("unknown", "refused", "not_running"),
    ],
)
def test_what_need_not_be_asked_is_answered(bought, asking, state, outcome, code):
    bought.state = state
    operation = pause_subscription(bought, asking)
    assert (operation.outcome, operation.error_code) == (outcome, code)
    assert operation.message
    assert api().subscriptions.retrieve(bought.external_id).pause_collection is None


DAY = timedelta(days=1)


def in_days(asking, days) -> date:
    return asking.now.date() + days * DAY


def test_held_until_a_day_stripe_ends_it_itself(bought, asking):
    day = in_days(asking, 30)
    operation = pause_subscription(bought, asking, until=day)
    row = Subscription.objects.get()
    assert "goes on by itself" in operation.message
    assert row.resumes_at == datetime(day.year, day.month, day.day, tzinfo=UTC)
    assert not Return.objects.exists()


def test_stopped_until_a_day_we_keep_the_day(bought, portal, asking):
    portal.pause_method = "stop"
    day = in_days(asking, 30)
    pause_subscription(bought, asking, until=day)
    planned = Return.objects.get()
    assert planned.at == datetime(day.year, day.month, day.day, tzinfo=UTC)
    assert planned.subscription == bought


def test_stop_whose_answer_was_lost_keeps_the_day_too(stripe, bought, portal, asking, now):
    portal.pause_method = "stop"
    stripe.fault("lost_response", "POST", times=3)
    unsure = pause_subscription(bought, asking, until=in_days(asking, 30))
    assert (unsure.outcome, Return.objects.count()) == ("unknown", 0)
    settle_all(now=now)
    assert Return.objects.count() == 1


@pytest.mark.parametrize("days", [0, -1, 366])
def test_day_that_is_too_soon_or_too_far_is_refused(stripe, bought, asking, days):
    operation = pause_subscription(bought, asking, until=in_days(asking, days))
    assert (operation.outcome, operation.error_code) == ("refused", "day")
    assert api().subscriptions.retrieve(bought.external_id).pause_collection is None


@pytest.mark.parametrize(("credit", "kept"), [(True, 1), (False, 0)])
def test_unused_time_is_credited_unless_the_merchant_says_no(bought, portal, asking, credit, kept):
    portal.pause_method = "stop"
    pause_subscription(bought, asking, credit=credit)
    waiting = api().invoice_items.list({"customer": bought.customer.external_id, "pending": True})
    assert len(waiting.data) == kept
