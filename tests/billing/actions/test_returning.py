from datetime import UTC, datetime, timedelta

import pytest

from billing.actions import returning
from billing.actions.pause import pause_subscription
from billing.actions.restart import restart_subscription
from billing.actions.returning import change_return, return_all
from billing.actions.settling import PATIENCE, settle_all
from billing.gateway.client import api
from billing.models import Operation, Return, Subscription
from billing.queries import subscriptions_of
from tests.billing.buying import again, requests, use_card
from tests.promises import promise

DAY = timedelta(days=1)
RESUME = "POST .*/resume"


@pytest.fixture(autouse=True)
def _one_portal(portal, monkeypatch):
    monkeypatch.setattr(returning, "all_portals", lambda: [portal])


@pytest.fixture
def stopped(bought, portal, asking, now):
    """A stopped subscription that is to go on the day after tomorrow."""
    portal.pause_method = "stop"
    pause_subscription(bought, asking, until=(now + 2 * DAY).date())
    return _row()


@pytest.fixture
def due(stopped, now):
    """The time at which it is to go on."""
    Return.objects.update(at=now - DAY)
    return now


def _row():
    return Subscription.objects.get()


def resumed():
    return len(api().events.list({"type": "customer.subscription.resumed"}).data)


def test_day_of_a_held_one_is_changed_at_stripe(stripe, bought, asking, now):
    pause_subscription(bought, asking)
    day = (now + 9 * DAY).date()
    assert change_return(_row(), again(asking), until=day).outcome == "done"
    assert _row().resumes_at == datetime(day.year, day.month, day.day, tzinfo=UTC)


def test_day_of_a_held_one_is_dropped_at_stripe(stripe, bought, asking, now):
    pause_subscription(bought, asking, until=(now + 9 * DAY).date())
    operation = change_return(_row(), again(asking), until=None)
    assert (operation.outcome, _row().resumes_at) == ("done", None)
    assert _row().state == "paused"


def test_day_of_a_stopped_one_is_changed_here(stripe, stopped, asking, now):
    day = (now + 9 * DAY).date()
    assert change_return(stopped, again(asking), until=day).outcome == "done"
    assert Return.objects.get().at.date() == day


def test_day_of_a_stopped_one_is_dropped_here(stripe, stopped, asking):
    operation = change_return(stopped, again(asking), until=None)
    assert (operation.outcome, Return.objects.count()) == ("done", 0)


@pytest.mark.parametrize("days", [0, 366])
def test_other_days_are_refused(stripe, stopped, asking, now, days):
    operation = change_return(stopped, again(asking), until=now.date() + days * DAY)
    assert (operation.outcome, operation.error_code) == ("refused", "day")


@pytest.mark.parametrize("state", ["active", "trialing", "ending", "past_due", "cancelled"])
def test_what_is_not_paused_has_no_day(stripe, bought, asking, now, state):
    bought.state = state
    operation = change_return(bought, asking, until=(now + DAY).date())
    assert (operation.outcome, operation.error_code) == ("refused", "not_paused")


def test_on_its_day_it_goes_on_in_our_name(stripe, due):
    planned = Return.objects.get()
    return_all(now=due)
    operation = Operation.objects.get(pk=planned.pk)
    assert (operation.actor, operation.action) == ("portico", "restart_subscription")
    assert (operation.outcome, _row().state, Return.objects.count()) == ("done", "active", 0)


def test_customer_is_told_the_day_whoever_keeps_it(stripe, stopped):
    [row] = subscriptions_of([stopped.customer_id])
    assert row.returns_at == Return.objects.get().at


def test_before_its_day_it_stays(stripe, stopped, now):
    return_all(now=now + DAY)
    assert (_row().state, Return.objects.count()) == ("paused", 1)


def test_worker_that_comes_twice_restarts_once(stripe, due):
    return_all(now=due)
    return_all(now=due)
    assert resumed() == 1


@promise(10)
@pytest.mark.parametrize("dies_at", ["_answered", "conclude"])
def test_worker_that_dies_restarting_restarts_once(stripe, due, monkeypatch, dies_at):
    with monkeypatch.context() as dying:
        dying.setattr(f"billing.actions.operation.{dies_at}", _die, raising=False)
        dying.setattr(f"billing.actions.change.{dies_at}", _die)
        with pytest.raises(KeyboardInterrupt):
            return_all(now=due)
    return_all(now=due)
    settle_all(now=due + PATIENCE + DAY)
    return_all(now=due + DAY)
    assert (resumed(), _row().state, Return.objects.count()) == (1, "active", 0)


@promise(10)
def test_worker_that_dies_before_it_asks_restarts_once(stripe, due, monkeypatch):
    with monkeypatch.context() as dying:
        dying.setattr("billing.actions.restart.resume", _die)
        with pytest.raises(KeyboardInterrupt):
            return_all(now=due)
    settle_all(now=due + PATIENCE + DAY)
    return_all(now=due + DAY)  # has not happened, so it is planned anew
    return_all(now=due + 2 * DAY)
    assert (resumed(), _row().state, Return.objects.count()) == (1, "active", 0)


@promise(9)
@pytest.mark.parametrize("fault", ["503", "lost_response", "down"])
def test_with_stripe_away_it_goes_on_later_and_once(stripe, due, fault):
    stripe.fault(fault, "" if fault == "down" else RESUME, times=3)
    return_all(now=due)
    assert Return.objects.count() == 1
    stripe.lift_faults()
    settle_all(now=due + PATIENCE + DAY)
    return_all(now=due + DAY)
    return_all(now=due + 2 * DAY)
    assert (resumed(), _row().state, Return.objects.count()) == (1, "active", 0)


def test_payment_that_fails_leaves_it_paused_and_is_not_tried_again(stripe, due):
    use_card(_row().customer.external_id, "pm_card_chargeCustomerFail")
    Subscription.objects.update(amount=2400)
    api().customers.update(_row().customer.external_id, {"balance": 0})
    stripe.advance(35 * 24 * 3600)
    return_all(now=due)
    return_all(now=due + DAY)
    assert len(requests(stripe, "POST", "%/resume")) == 1
    assert Return.objects.count() == 0


def test_customer_who_restarts_first_is_not_charged_again(stripe, due, asking):
    planned = Return.objects.get()
    restart_subscription(_row(), again(asking))
    return_all(now=due)
    assert not Operation.objects.filter(pk=planned.pk).exists()
    assert resumed() == 1


def test_shop_without_a_portal_waits(stripe, due, portal, monkeypatch):
    monkeypatch.setattr(returning, "all_portals", list)
    return_all(now=due)
    assert Return.objects.count() == 1


def _die(*_args, **_kwargs):
    raise KeyboardInterrupt
