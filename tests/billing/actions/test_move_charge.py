from datetime import timedelta

import pytest

from billing.actions.move_charge import move_charge
from billing.actions.moving import days_for
from billing.models import Subscription
from tests.billing.buying import again, requests

DAY = timedelta(days=1)


def _row():
    return Subscription.objects.get()


def test_next_charge_comes_on_the_day_at_its_own_hour(bought, asking):
    stands = bought.current_period_end
    operation = move_charge(bought, asking, to=(stands + 5 * DAY).date())
    assert operation.outcome == "done"
    assert _row().current_period_end == stands + 5 * DAY
    assert (_row().moved_from, _row().state) == (stands, "active")


def test_it_may_come_sooner_too(bought, asking):
    stands = bought.current_period_end
    move_charge(bought, asking, to=(stands - 5 * DAY).date())
    assert _row().current_period_end == stands - 5 * DAY


def test_moved_again_it_is_still_reckoned_from_its_own_day(bought, asking):
    stands = bought.current_period_end
    move_charge(bought, asking, to=(stands + 20 * DAY).date())
    last = days_for(_row(), asking.portal, now=asking.now)[1]
    operation = move_charge(_row(), again(asking), to=last + DAY)
    assert (operation.outcome, operation.error_code) == ("refused", "day")
    assert _row().moved_from == stands


def test_days_to_choose_end_after_an_interval(bought, asking):
    first, last = days_for(bought, asking.portal, now=asking.now)
    assert first == asking.now.date() + DAY
    assert 27 * DAY < last - bought.current_period_end.date() < 32 * DAY


def test_days_to_choose_end_after_sixty_days_where_the_interval_is_long(bought, asking):
    bought.interval = "year"
    last = days_for(bought, asking.portal, now=asking.now)[1]
    assert last == bought.current_period_end.date() + 60 * DAY


@pytest.mark.parametrize("days", [0, -3, 200])
def test_other_days_are_refused(stripe, bought, asking, days):
    operation = move_charge(bought, asking, to=asking.now.date() + days * DAY)
    assert (operation.outcome, operation.error_code) == ("refused", "day")
    assert requests(stripe, "POST", "/v1/subscriptions/%") == []


def test_the_day_it_stands_on_needs_no_move(stripe, bought, asking):
    operation = move_charge(bought, asking, to=bought.current_period_end.date())
    assert operation.outcome == "done"
    assert requests(stripe, "POST", "/v1/subscriptions/%") == []


@pytest.mark.parametrize("state", ["trialing", "past_due", "paused", "ending", "cancelled"])
def test_only_what_is_charged_next_is_moved(stripe, bought, asking, state):
    bought.state = state
    operation = move_charge(bought, asking, to=asking.now.date() + 9 * DAY)
    assert (operation.outcome, operation.error_code) == ("refused", "not_running")


def test_another_clicks_order_does_not_count_as_this_one(stripe, bought, asking):
    first = move_charge(bought, asking, to=(bought.current_period_end + 3 * DAY).date())
    second = move_charge(_row(), again(asking), to=(bought.current_period_end + 6 * DAY).date())
    assert first.params["mark"] != second.params["mark"]
    assert _row().current_period_end == bought.current_period_end + 6 * DAY
