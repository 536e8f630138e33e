from dataclasses import replace
from datetime import timedelta

import pytest

from billing.actions.move_charge import move_charge
from billing.actions.skip import skip_next
from billing.actions.undo_move import can_undo, undo_move
from billing.gateway.subscriptions import fetch_subscription
from billing.models import Subscription
from tests.billing.buying import again, requests


def _row():
    return Subscription.objects.get()


def _moved(bought, asking):
    move_charge(bought, asking, to=(bought.current_period_end + timedelta(days=3)).date())


@pytest.mark.parametrize("move", [skip_next, None])
def test_charge_is_back_on_its_day(bought, asking, move):
    (move or _moved)(bought, asking)
    assert can_undo(_row(), now=asking.now)
    operation = undo_move(_row(), again(asking))
    assert operation.outcome == "done"
    assert (_row().current_period_end, _row().moved_from) == (bought.current_period_end, None)
    assert (_row().state, _row().trial_ends_at) == ("active", None)


def test_it_is_charged_on_its_day_then(stripe, bought, asking, now):
    skip_next(bought, asking)
    undo_move(_row(), again(asking))
    stripe.clock_to(int(bought.current_period_end.timestamp()) + 2 * 3600)
    assert fetch_subscription(bought.external_id).raw_status == "active"


def test_what_was_undone_can_be_skipped_again(bought, asking):
    skip_next(bought, asking)
    undo_move(_row(), again(asking))
    assert skip_next(_row(), again(asking)).outcome == "done"


def test_undoing_twice_is_done_already(stripe, bought, asking):
    assert undo_move(bought, asking).outcome == "done"
    assert requests(stripe, "POST", "/v1/subscriptions/%") == []


def test_once_its_own_day_is_over_it_stays(stripe, bought, asking):
    skip_next(bought, asking)
    later = replace(again(asking), now=bought.current_period_end)
    operation = undo_move(_row(), later)
    assert (operation.outcome, operation.error_code) == ("refused", "too_late")


@pytest.mark.parametrize("state", ["paused", "ending", "cancelled", "past_due"])
def test_only_what_runs_is_put_back(stripe, bought, asking, state):
    bought.state = state
    assert undo_move(bought, asking).error_code == "not_running"
