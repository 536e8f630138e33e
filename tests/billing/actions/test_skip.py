import pytest

from billing.actions.skip import skip_next
from billing.mirror.subscriptions import refresh_subscription
from billing.models import Order, Subscription
from billing.periods import later
from tests.billing.buying import again, requests, subscribe


def _row():
    return Subscription.objects.get()


def test_next_charge_comes_one_interval_later(bought, asking):
    operation = skip_next(bought, asking)
    assert operation.outcome == "done"
    assert _row().current_period_end == later(bought.current_period_end, "month", 1)
    assert _row().moved_from == bought.current_period_end


def test_it_stays_active_and_nothing_is_charged(stripe, bought, asking):
    before = len(requests(stripe, "GET", "%"))
    skip_next(bought, asking)
    assert (_row().state, Order.objects.filter(total__gt=0).count()) == ("active", 0)
    assert before <= len(requests(stripe, "GET", "%"))


def test_after_the_skipped_one_charges_come_as_ever(stripe, bought, asking, now):
    skip_next(bought, asking)
    stripe.clock_to(int(_row().current_period_end.timestamp()) + 2 * 3600)
    refresh_subscription(bought.external_id, now=now)
    assert (_row().state, _row().raw_status, _row().moved_from) == ("active", "active", None)
    assert _row().current_period_end == later(bought.current_period_end, "month", 2)


def test_one_that_was_skipped_is_not_skipped_again(stripe, bought, asking):
    skip_next(bought, asking)
    operation = skip_next(_row(), again(asking))
    assert (operation.outcome, operation.error_code) == ("refused", "already_moved")
    assert len(requests(stripe, "POST", "/v1/subscriptions/%")) == 1


def test_double_click_skips_one(stripe, bought, asking):
    skip_next(bought, asking)
    assert skip_next(_row(), asking).outcome == "done"
    assert len(requests(stripe, "POST", "/v1/subscriptions/%")) == 1


def test_where_a_pause_ends_the_service_there_is_nothing_to_skip(stripe, bought, portal, asking):
    portal.pause_method = "stop"
    operation = skip_next(bought, asking)
    assert (operation.outcome, operation.error_code) == ("refused", "not_here")


@pytest.mark.parametrize(
    "state", ["trialing", "past_due", "paused", "ending", "cancelled", "incomplete", "unknown"]
)
def test_only_what_is_charged_next_is_skipped(stripe, bought, asking, state):
    bought.state = state
    operation = skip_next(bought, asking)
    assert (operation.outcome, operation.error_code) == ("refused", "not_running")


def test_trial_is_not_skipped(stripe, shop, asking, now):
    refresh_subscription(subscribe(trial_period_days=9).subscription, now=now)
    assert skip_next(_row(), asking).outcome == "refused"
